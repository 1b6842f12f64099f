// A manual page (man(7)) made from the options that the command line knows, so that neither can lag behind.
#pragma once

#include <string>

namespace CLI {
class App;
}

namespace taut {

/// `app` with its sub-commands; what is hidden there is left out. `about`: what the program is, as paragraphs
/// parted by empty lines.
std::string man_page(const CLI::App& app, const std::string& about);

}  // namespace taut
