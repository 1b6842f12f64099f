#include "lab/wire.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "base/fd.h"

namespace lab {
namespace {

struct Pipe {
  Pipe() {
    int ends[2];
    if (::pipe(ends) == 0) {
      from.reset(ends[0]);
      to.reset(ends[1]);
    }
  }
  taut::UniqueFd from;
  taut::UniqueFd to;
};

TEST(Wire, AnEndingArrivesAsItWasSent) {
  const Ending sent{{taut::Outcome::stopped, 1, "fchown(2)", "why", taut::Layer::capability, true}, 31};
  const auto got = unpacked(packed(sent));
  ASSERT_TRUE(got);
  EXPECT_EQ(got->signal, 31);
  EXPECT_EQ(got->attempt.outcome, taut::Outcome::stopped);
  EXPECT_EQ(got->attempt.step, "fchown(2)");
  EXPECT_EQ(got->attempt.layer, taut::Layer::capability);
  EXPECT_TRUE(got->attempt.set_up);
}

TEST(Wire, NonsenseIsNoEnding) {
  for (const char* text : {"", "x", "1\x1Ex",
                           "x\x1E"
                           "0\x1F"
                           "0\x1F"
                           "0\x1F"
                           "0\x1F\x1F"})
    EXPECT_FALSE(unpacked(text)) << text;
}

TEST(Wire, NumbersAndTextsCrossAPipe) {
  Pipe pipe;
  EXPECT_TRUE(send_number(pipe.to.get(), 513));
  EXPECT_EQ(receive_number(pipe.from.get()), 513);
  EXPECT_TRUE(send_text(pipe.to.get(), "some text"));
  EXPECT_EQ(receive_text(pipe.from.get()), "some text");
}

TEST(Wire, TheEndOfThePipeIsNothing) {
  Pipe pipe;
  pipe.to.reset();
  EXPECT_EQ(receive_number(pipe.from.get()), std::nullopt);
  EXPECT_EQ(receive_text(pipe.from.get()), std::nullopt);
}

TEST(Wire, ATextThatClaimsToBeHugeIsRefused) {
  Pipe pipe;
  ASSERT_EQ(::write(pipe.to.get(), "\xFF\xFF\xFF\x7F", 4), 4);
  EXPECT_EQ(receive_text(pipe.from.get()), std::nullopt);
}

}  // namespace
}  // namespace lab
