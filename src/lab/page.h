// The page /security, rendered on the server and complete without JavaScript. Pure: data in, markup out.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "drills/drill.h"
#include "lab/difference.h"
#include "lab/sources.h"
#include "lab/standing.h"
#include "lab/wire.h"
#include "todo/web/frame.h"
#include "todo/web/pages.h"

namespace lab {

struct PageView {
  std::span<const Snippet> snippets;
  std::vector<ChangedLine>
      compose;  // what compose.lab.yaml has that compose.yaml has not, and the other way round
  std::vector<ChangedLine> seccomp;
  std::optional<Standing> standing;  // nothing: the supervisor is gone
  std::string read_at;               // when: "2026-11-24 22:40:01 UTC"
  Standing known;                    // of what the program itself knows, and no file of the kernel shows
  std::map<Number, Ending> endings;  // of what has been tried since the start, by place in the catalogue
};

/// A tag's headline and what it covers.
struct TagWords {
  taut::Tag tag;
  todo::web::Markup id;
  todo::web::Markup title;
  todo::web::Markup covers;
};
std::span<const TagWords> tag_words();

todo::web::PageTemplate render_security(const PageView& view);

/// The two halves of a tag's section; page_measures.cpp and page_attempts.cpp.
void write_measures(todo::web::Draft& draft, const PageView& view, const TagWords& tag);
void write_attempts(todo::web::Draft& draft, const PageView& view, const TagWords& tag);

}  // namespace lab
