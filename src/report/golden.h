// Reports that are kept, for tests: what is made is compared with it, or with TAUT_UPDATE_GOLDEN=1 takes its
// place.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <string>

#include "base/file.h"

namespace taut::report {

inline void expect_golden(const std::string& name, const std::string& made) {
  const std::string path = TAUT_SOURCE_DIR "/tests/report/golden/" + name;
  if (std::getenv("TAUT_UPDATE_GOLDEN")) {
    ASSERT_TRUE(replace_file(path, made, 0644));
  }
  const auto kept = read_file(path);
  ASSERT_TRUE(kept) << kept.error().message();
  const auto differs = std::ranges::mismatch(*kept, made).in2 - made.begin();
  const auto from = static_cast<std::size_t>(std::max<std::ptrdiff_t>(differs - 60, 0));
  EXPECT_TRUE(*kept == made) << name << " differs at byte " << differs << ": …" << made.substr(from, 120);
}

}  // namespace taut::report
