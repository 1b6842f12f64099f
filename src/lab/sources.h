// The lines of source that carry a measure, cut out of the tagged files, which are part of the program.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "model/tag.h"

namespace lab {

/// Views point into the text that they were cut out of.
struct Snippet {
  std::string_view file;
  std::size_t line = 0;  // of the tag, counted from 1
  taut::Tag tag;
  std::string_view control;
  std::string_view why;
  std::string_view lines;  // the comment with the tag and what it stands above, without the last line end
};

/// `bundle`: files behind each other, each as "\x1E path \n content" (sources.cmake).
std::vector<Snippet> snippets_of(std::string_view bundle);
/// Without the lines that the lab's own configuration has word for word from the strict one.
std::vector<Snippet> without_copies(std::vector<Snippet> snippets);

}  // namespace lab
