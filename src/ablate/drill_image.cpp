#include "ablate/drill_image.h"

#include <string>

#include "drills/tiny_program.h"
#include "formats/tar.h"
#include "probe/session.h"

namespace taut::ablate {
namespace {

class Image {
 public:
  explicit Image(std::uint32_t user) : user_(user == 0 ? 1000 : user) {}

  std::string archive() {
    for (const char* folder : {"bin", "etc", "home", "root", "run", "tmp", "usr", "usr/bin", "usr/local",
                               "usr/local/bin", "var"}) {
      writer_.add({.path = folder, .folder = true, .mode = 0755});
    }
    for (const char* folder : {"run/lock", "var/tmp", "var/open"})
      writer_.add({.path = folder, .folder = true, .mode = 01777});
    own_things();
    account_files();
    programs();
    device();
    return std::move(writer_).finish();
  }

 private:
  void own_things() {
    writer_.add({.path = "home/app", .folder = true, .mode = 0755, .uid = user_, .gid = user_});
    writer_.add({.path = "usr/local/bin/app",
                 .mode = 0755,
                 .uid = user_,
                 .gid = user_,
                 .content = drills::tiny_program()});
  }

  void account_files() {
    const std::string id = std::to_string(user_);
    const std::string accounts = "root:x:0:0::/root:/bin/sh\napp::" + id + ":" + id + "::/home/app:/bin/sh\n";
    writer_.add({.path = "etc/passwd", .content = accounts});
    writer_.add({.path = "etc/group", .content = "root:x:0:\n"});
    writer_.add({.path = "etc/shadow", .mode = 0600, .content = "root:*:1::::::\n"});
  }

  /// /dev/fuse outside of /dev: opening it has no effect. A rootless daemon leaves it out.
  void device() { writer_.add({.path = "usr/node", .mode = 0666, .device = TarDevice{10, 229}}); }

  void programs() {
    writer_.add({.path = "bin/sh", .mode = 0755, .content = drills::tiny_program()});
    writer_.add({.path = "usr/bin/curl", .mode = 0755, .content = drills::tiny_program()});
    writer_.add({.path = "usr/bin/become-root", .mode = 04755, .content = probe::agent_program()});
    writer_.add({.path = "usr/bin/become-group", .mode = 02755, .content = probe::agent_program()});
  }

  std::uint32_t user_;
  TarWriter writer_;
};

}  // namespace

std::string drill_image(std::uint32_t user) {
  return Image(user).archive();
}

}  // namespace taut::ablate
