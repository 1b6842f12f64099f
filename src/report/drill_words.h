// A drill's or control's record in words: for --explain, the catalogue's pages and code scanning alike, so
// that there is one text.
#pragma once

#include <string>
#include <string_view>

#include "controls/control.h"
#include "drills/drill.h"

namespace taut::report {

/// The first letter large, a full stop at the end.
std::string sentence(std::string_view words);

/// "read-only-rootfs or non-root-user, and seccomp-profile": what has to be there for it to be stopped.
std::string needed_controls(const drills::Drill& drill);

/// For a terminal, wrapped; with the lines of Compose of every control that it names.
std::string drill_in_words(const drills::Drill& drill);
std::string control_in_words(const Control& control);

/// For a page: the body of a section, without its heading. Links lead to the pages beside it (docs/), which
/// there are not everywhere.
enum class Links { to_pages, none };
std::string drill_in_markdown(const drills::Drill& drill, Links links);
std::string control_in_markdown(const Control& control);

/// Text that is no markup: whatever Markdown or HTML would read as such is escaped.
std::string markdown_escaped(std::string_view text);
/// As code, whatever it holds.
std::string markdown_code(std::string_view text);

}  // namespace taut::report
