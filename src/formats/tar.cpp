#include "formats/tar.h"

#include <algorithm>
#include <cassert>
#include <cstring>

namespace taut {
namespace {

constexpr std::size_t block = 512;

// pax(1), "ustar Interchange Format".
struct Header {
  char name[100];
  char mode[8];
  char uid[8];
  char gid[8];
  char size[12];
  char modified[12];
  char checksum[8];
  char type;
  char link[100];
  char magic[6];
  char version[2];
  char user[32];
  char group[32];
  char device_major[8];
  char device_minor[8];
  char prefix[155];
  char padding[12];
};
static_assert(sizeof(Header) == block);

/// Digits with a NUL behind them; what needs more (ids from 2,097,152 on, as directory services give them) is
/// written to the base of 256 with the first bit set, as GNU tar and the engine's reader know it.
template <std::size_t size>
void number(char (&field)[size], unsigned long long value) {
  constexpr std::size_t digits = size - 1;
  if (value >> (3 * digits) != 0) {
    for (std::size_t at = size; at-- > 0; value >>= 8) field[at] = static_cast<char>(value & 255);
    field[0] = static_cast<char>(0x80);
    return;
  }
  for (std::size_t at = digits; at-- > 0; value >>= 3) field[at] = static_cast<char>('0' + (value & 7));
}

/// Octal digits up to a NUL or blank; nothing for other bytes.
std::optional<std::size_t> size_of(const Header& header) {
  std::size_t size = 0;
  for (const char digit : header.size) {
    if (digit == '\0' || digit == ' ') break;
    if (digit < '0' || digit > '7') return std::nullopt;
    size = size << 3 | static_cast<std::size_t>(digit - '0');
  }
  return size;
}

}  // namespace

void TarWriter::add(const TarEntry& entry) {
  assert(entry.path.size() < sizeof Header::name);
  Header header{};
  std::memcpy(header.name, entry.path.data(), entry.path.size());
  number(header.mode, entry.mode);
  number(header.uid, entry.uid);
  number(header.gid, entry.gid);
  number(header.size, entry.content.size());
  number(header.modified, 0);
  header.type = entry.folder ? '5' : entry.device ? '3' : '0';
  if (entry.device) {
    number(header.device_major, entry.device->major);
    number(header.device_minor, entry.device->minor);
  }
  std::memcpy(header.magic, "ustar", 6);
  std::memcpy(header.version, "00", 2);
  std::memset(header.checksum, ' ', sizeof header.checksum);
  unsigned sum = 0;
  for (std::size_t at = 0; at < sizeof header; ++at)
    sum += reinterpret_cast<const unsigned char*>(&header)[at];
  number(header.checksum, sum);
  bytes_.append(reinterpret_cast<const char*>(&header), sizeof header);
  bytes_.append(entry.content);
  bytes_.append((block - entry.content.size() % block) % block, '\0');
}

std::string TarWriter::finish() && {
  bytes_.append(2 * block, '\0');
  return std::move(bytes_);
}

std::string_view first_file_of(std::string_view archive) {
  while (archive.size() >= block) {
    Header header;
    std::memcpy(&header, archive.data(), sizeof header);
    archive.remove_prefix(block);
    const auto size = size_of(header);
    if (!size || *size > archive.size()) return "";
    if (header.type == '0' || header.type == '\0') return archive.substr(0, *size);
    if (header.type != 'x' && header.type != 'g') return "";  // these tell more of the entry that follows
    archive.remove_prefix(std::min(archive.size(), (*size + block - 1) / block * block));
  }
  return "";
}

}  // namespace taut
