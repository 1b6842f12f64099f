#include "todo/web/frame.h"

namespace todo::web {

void open_page(Html& html, std::string_view title, Markup further) {
  html << "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
          "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
          "<meta name=\"color-scheme\" content=\"light dark\">\n<title>"
       << Text{title}
       << "</title>\n<link rel=\"icon\" href=\"/favicon.svg\" type=\"image/svg+xml\">\n"
          "<link rel=\"stylesheet\" href=\"/style.css\">\n"
       << further
       << "</head>\n<body>\n"
          "<a class=\"skip\" href=\"#main\">Skip to content</a>\n"
          "<header class=\"top\"><a class=\"brand\" href=\"/\"><span class=\"mark\" "
          "aria-hidden=\"true\"></span>Todo</a></header>\n"
          "<main id=\"main\" tabindex=\"-1\">\n";
}

void close_page(Html& html, Markup note) {
  html << "</main>\n<footer><p>One shared list on this machine, kept in <code>db/db.sqlite3</code>. " << note
       << "</p></footer>\n</body>\n</html>\n";
}

}  // namespace todo::web
