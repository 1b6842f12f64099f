// Any bytes give a tree or a located problem, and the tree can be walked within the limits.
#include <cstdint>
#include <cstdlib>

#include "formats/yaml.h"

namespace {

std::size_t walk(const taut::yaml::Node& node) {
  std::size_t visited = 1;
  for (const auto& item : node.items) visited += walk(*item);
  for (const auto& entry : node.entries) visited += walk(*entry.value);
  return visited;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const taut::yaml::Limits limits{.nodes = 10'000};
  const auto tree = taut::yaml::parse({reinterpret_cast<const char*>(data), size}, limits);
  if (tree && walk(**tree) > limits.nodes) std::abort();
  if (!tree && tree.error().what.empty()) std::abort();
  return 0;
}
