#include "base/file.h"
#include "base/text.h"
#include "drills/catalogue.h"

namespace taut::drills {

constinit const Drill bld_empty_password{
    .id = "bld_empty_password",
    .tag = Tag::build_hygiene,
    .kind = Kind::state,
    .title = "an account of the image without a password",
    .goal = "become another user with su, without knowing anything",
    .reference = "passwd(5); shadow(5); CVE-2019-5021",
    .needs = "",
    .stopped_by = "minimal-image",
    .witness = "careless-image",
    .not_shown = "whether there is a program that asks for the password",
    .attempt =
        [](const Setting&) {
          bool seen = false;
          for (const char* path : {"/etc/passwd", "/etc/shadow"}) {
            const auto text = read_file(path);
            if (!text) continue;
            seen = true;
            for (const std::string_view line : split(*text, '\n')) {
              const auto fields = split(line, ':');
              if (fields.size() > 2 && fields[1].empty())
                return succeeded("read(2)", std::string(fields[0]) + " has no password, says " + path);
            }
          }
          return seen ? stopped("read(2)", Layer::permission,
                                "each account that can be seen has a password or none can log in")
                      : stopped("open(2)", Layer::missing_file, "no list of accounts that can be read");
        },
};

}  // namespace taut::drills
