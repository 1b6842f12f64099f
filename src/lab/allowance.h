// How many attempts may be made: so many at once, and so many a second after that. For all visitors together:
// through a published port they have one address.
#pragma once

#include <algorithm>
#include <chrono>

namespace lab {

class Allowance {
 public:
  using Clock = std::chrono::steady_clock;
  Allowance(double most, double each_second) : most_(most), each_second_(each_second), left_(most) {}

  /// Whether `number` more are allowed now; if so they are counted.
  bool take(double number, Clock::time_point now) {
    left_ = std::min(most_, left_ + each_second_ * std::chrono::duration<double>(now - last_).count());
    last_ = now;
    if (left_ < number) return false;
    left_ -= number;
    return true;
  }

  /// Seconds until `number` are allowed.
  int wait(double number) const { return std::max(1, static_cast<int>((number - left_) / each_second_) + 1); }

 private:
  double most_;
  double each_second_;
  double left_;
  Clock::time_point last_ = Clock::now();
};

}  // namespace lab
