// Lines of a bounded width.
#pragma once

#include <string>
#include <string_view>

namespace taut::report {

/// `text` broken between words into lines of at most `width` columns (a longer word stands alone), each with
/// `indent` spaces in front and a line break at its end. Columns are counted in code points.
std::string wrapped(std::string_view text, std::size_t indent, std::size_t width = 96);

}  // namespace taut::report
