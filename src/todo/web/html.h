// A typed writer of HTML: markup comes from literals only, everything else is escaped. That text from users
// becomes markup does not compile. For element text and quoted attribute values; never put user text into
// href, src, style or a script, whose grammars need more than this escaping.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace todo::web {

/// A piece of markup that was a literal in our source.
class Markup {
 public:
  template <std::size_t size>
  consteval Markup(const char (&literal)[size]) : text_(literal, size - 1) {}  // implicit: html << "<p>"
  constexpr std::string_view text() const { return text_; }

 private:
  std::string_view text_;
};

/// Text from anywhere, to be escaped.
struct Text {
  std::string_view text;
};

class Html {
 public:
  Html& operator<<(Markup markup) {
    out_ += markup.text();
    return *this;
  }
  Html& operator<<(Text escaped);
  Html& operator<<(std::int64_t number) {
    out_ += std::to_string(number);
    return *this;
  }

  std::size_t size() const { return out_.size(); }
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

}  // namespace todo::web
