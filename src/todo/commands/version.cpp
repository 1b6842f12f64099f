// `todo version`: what this program is, and what is built into it.
#include <gnu/libc-version.h>
#include <seccomp.h>
#include <sodium.h>
#include <sqlite3.h>

#include <CLI/CLI.hpp>
#include <boost/version.hpp>
#include <memory>
#include <string>

#include "todo/commands/commands.h"
#include "todo/commands/support.h"

namespace todo {
namespace {

std::string dotted(unsigned major, unsigned minor, unsigned micro) {
  return std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(micro);
}

std::string compiler() {
#if defined(__clang__)
  return std::string("clang ") + __clang_version__;
#else
  return std::string("GCC ") + __VERSION__;
#endif
}

std::string libraries() {
  const scmp_version* seccomp = ::seccomp_version();
  std::string text = std::string("SQLite ") + ::sqlite3_libversion() + "\n";
  text += "Boost " + dotted(BOOST_VERSION / 100000, BOOST_VERSION / 100 % 1000, BOOST_VERSION % 100) + "\n";
  text += std::string("libsodium ") + ::sodium_version_string() + "\n";
  text += "libseccomp " + dotted(seccomp->major, seccomp->minor, seccomp->micro) + "\n";
  text += std::string("glibc ") + ::gnu_get_libc_version() + "\n";
  return text + "compiler " + compiler() + "\n";
}

}  // namespace

Action version_command(CLI::App& app) {
  const auto verbose = std::make_shared<bool>(false);
  app.footer("");  // reads no settings
  app.add_flag("--verbose", *verbose, "also the libraries and the compiler");
  return [verbose]() -> taut::Result<Outcome> {
    auto printed = print("todo " TODO_VERSION "\n" + (*verbose ? libraries() : ""));
    if (!printed) return taut::propagate(printed);
    return Outcome::fine;
  };
}

}  // namespace todo
