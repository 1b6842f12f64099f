#include "lab/sources.h"

#include <algorithm>

#include "base/text.h"
#include "formats/tag_line.h"

namespace lab {
namespace {

constexpr std::size_t most_code_lines = 8;

bool is_comment(std::string_view line) {
  const std::string_view text = taut::trim(line);
  return text.starts_with('#') || text.starts_with("//") || text.starts_with("*");
}

/// How many of `lines` from `at` on belong to the tag there: the comment goes on, then the code begins.
std::size_t reach(const std::vector<std::string_view>& lines, std::size_t at) {
  std::size_t end = at + 1;
  // A rule of a seccomp profile: its comment is a field of it.
  const bool json = taut::trim(lines[at]).starts_with('"');
  if (!json && !is_comment(lines[at])) return 1;  // behind the code that it speaks of
  while (!json && end < lines.size() && is_comment(lines[end])) ++end;
  for (std::size_t code = 0; end < lines.size() && code < most_code_lines; ++end, ++code) {
    const std::string_view text = taut::trim(lines[end]);
    if (text.empty() || (json ? text.starts_with('}') : is_comment(text))) break;
  }
  return end - at;
}

void add_snippets(std::string_view file, std::string_view content, std::vector<Snippet>& found) {
  const auto lines = taut::split(content, '\n');
  for (std::size_t at = 0; at < lines.size(); ++at) {
    const auto tag_line = taut::parse_tag_line(lines[at]);
    const auto tag = tag_line ? taut::tag_named(tag_line->tag) : std::nullopt;
    if (!tag) continue;
    const std::string_view last = lines[at + reach(lines, at) - 1];
    const std::string_view first = lines[at];
    const std::string_view cut(first.data(),
                               static_cast<std::size_t>(last.data() + last.size() - first.data()));
    found.push_back({file, at + 1, *tag, tag_line->control, tag_line->why, cut});
  }
}

}  // namespace

std::vector<Snippet> snippets_of(std::string_view bundle) {
  std::vector<Snippet> found;
  for (const std::string_view part : taut::split(bundle, '\x1E')) {
    const auto line_end = part.find('\n');
    if (line_end == std::string_view::npos) continue;
    add_snippets(part.substr(0, line_end), part.substr(line_end + 1), found);
  }
  return found;
}

std::vector<Snippet> without_copies(std::vector<Snippet> snippets) {
  const auto is_copy = [](std::string_view file) {
    return file == "compose.lab.yaml" || file == "seccomp/todo-lab.json";
  };
  std::vector<Snippet> kept;
  for (const Snippet& snippet : snippets) {
    const bool found_elsewhere = std::ranges::any_of(snippets, [&](const Snippet& other) {
      return !is_copy(other.file) && other.control == snippet.control && other.lines == snippet.lines;
    });
    if (!is_copy(snippet.file) || !found_elsewhere) kept.push_back(snippet);
  }
  return kept;
}

}  // namespace lab
