#include "todo/ops/metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace todo {
namespace {

using testing::HasSubstr;

TEST(Metrics, BucketsAreCumulativeAndEndAtTheCount) {
  Metrics metrics;
  metrics.count_request(200, 0.0005);
  metrics.count_request(503, 9.0);
  const std::string page = metrics.render(-1);
  EXPECT_THAT(page, HasSubstr("todo_http_requests_total{class=\"2xx\"} 1\n"));
  EXPECT_THAT(page, HasSubstr("todo_http_requests_total{class=\"5xx\"} 1\n"));
  EXPECT_THAT(page, HasSubstr("_bucket{le=\"0.001\"} 1\n"));
  EXPECT_THAT(page, HasSubstr("_bucket{le=\"2.5\"} 1\n"));
  EXPECT_THAT(page, HasSubstr("_bucket{le=\"+Inf\"} 2\n"));
  EXPECT_THAT(page, HasSubstr("_count 2\n"));
}

TEST(Metrics, EveryFamilyHasHelpAndType) {
  const std::string page = Metrics().render(-1);
  EXPECT_THAT(page, HasSubstr("# TYPE todo_connections_open gauge\n"));
  EXPECT_THAT(page, HasSubstr("# HELP process_resident_memory_bytes "));
}

}  // namespace
}  // namespace todo
