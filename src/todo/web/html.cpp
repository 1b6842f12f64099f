#include "todo/web/html.h"

namespace todo::web {

Html& Html::operator<<(Text escaped) {
  std::string_view rest = escaped.text;
  for (;;) {
    const auto special = rest.find_first_of("&<>\"'");
    out_ += rest.substr(0, special);
    if (special == std::string_view::npos) return *this;
    switch (rest[special]) {
      case '&':
        out_ += "&amp;";
        break;
      case '<':
        out_ += "&lt;";
        break;
      case '>':
        out_ += "&gt;";
        break;
      case '"':
        out_ += "&quot;";
        break;
      default:
        out_ += "&#39;";
        break;
    }
    rest.remove_prefix(special + 1);
  }
}

}  // namespace todo::web
