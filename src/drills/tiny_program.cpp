#include "drills/tiny_program.h"

#include <elf.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>

#include "base/file.h"
#include "drills/scratch.h"
#include "drills/why_refused.h"

namespace taut::drills {
namespace {

// unlink(argv[0]), then exit(42).
#if defined(__x86_64__)
constexpr Elf64_Half machine = EM_X86_64;
constexpr unsigned char code[] = {
    0x48, 0x8b, 0x7c, 0x24, 0x08,  // mov rdi, [rsp + 8]
    0xb8, 0x57, 0x00, 0x00, 0x00,  // mov eax, 87 (unlink)
    0x0f, 0x05,                    // syscall
    0xbf, 0x2a, 0x00, 0x00, 0x00,  // mov edi, 42
    0xb8, 0x3c, 0x00, 0x00, 0x00,  // mov eax, 60 (exit)
    0x0f, 0x05,                    // syscall
};
#elif defined(__aarch64__)
constexpr Elf64_Half machine = EM_AARCH64;
constexpr unsigned char code[] = {
    0x60, 0x0c, 0x80, 0x92,  // mov x0, #-100 (AT_FDCWD)
    0xe1, 0x07, 0x40, 0xf9,  // ldr x1, [sp, #8]
    0x02, 0x00, 0x80, 0xd2,  // mov x2, #0
    0x68, 0x04, 0x80, 0xd2,  // mov x8, #35 (unlinkat)
    0x01, 0x00, 0x00, 0xd4,  // svc #0
    0x40, 0x05, 0x80, 0xd2,  // mov x0, #42
    0xa8, 0x0b, 0x80, 0xd2,  // mov x8, #93 (exit)
    0x01, 0x00, 0x00, 0xd4,  // svc #0
};
#else
#error "tiny_program has no code for this architecture"
#endif

constexpr std::uint64_t load_address = 0x400000;

struct Image {
  Elf64_Ehdr header;
  Elf64_Phdr segment;
  unsigned char text[sizeof code];
};

constexpr Image make_image() {
  Image image{};
  const unsigned char ident[] = {ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64, ELFDATA2LSB, EV_CURRENT};
  for (std::size_t at = 0; at < sizeof ident; ++at) image.header.e_ident[at] = ident[at];
  image.header.e_type = ET_EXEC;
  image.header.e_machine = machine;
  image.header.e_version = EV_CURRENT;
  image.header.e_entry = load_address + offsetof(Image, text);
  image.header.e_phoff = offsetof(Image, segment);
  image.header.e_ehsize = sizeof(Elf64_Ehdr);
  image.header.e_phentsize = sizeof(Elf64_Phdr);
  image.header.e_phnum = 1;
  image.segment.p_type = PT_LOAD;
  image.segment.p_flags = PF_R | PF_X;
  image.segment.p_vaddr = image.segment.p_paddr = load_address;
  image.segment.p_filesz = image.segment.p_memsz = sizeof(Image);
  image.segment.p_align = 0x1000;
  for (std::size_t at = 0; at < sizeof code; ++at) image.text[at] = code[at];
  return image;
}

constexpr Image image = make_image();

}  // namespace

std::string_view tiny_program() {
  return {reinterpret_cast<const char*>(&image), sizeof image};
}

Attempt drop_and_become(const std::string& folder) {
  ScratchFile file(folder, "program", 0700);
  if (!file) {
    Attempt attempt = refused_path("open(2)", folder, W_OK, file.error());
    attempt.set_up = true;
    return attempt;
  }
  if (const auto wrote = write_all(file.fd(), tiny_program(), file.path()); !wrote) {
    return set_up_refused("write(2)", wrote.error().error_code);
  }
  file.close();
  return become(file.path());
}

Attempt become(const std::string& path, const std::vector<std::string>& arguments) {
  std::vector<char*> words{const_cast<char*>(path.c_str())};
  for (const std::string& argument : arguments) words.push_back(const_cast<char*>(argument.c_str()));
  words.push_back(nullptr);
  char* const environment[] = {nullptr};
  ::execve(path.c_str(), words.data(), environment);
  return refused_path("execve(2)", path, X_OK, errno);
}

}  // namespace taut::drills
