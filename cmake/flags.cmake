# Warnings and hardening, each on one interface target that every library of ours links.

# Not -Wnull-dereference: GCC 14 at -O2 reports one inside Asio's own headers, inlined into our files.
add_library(taut_warnings INTERFACE)
target_compile_options(taut_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Werror -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast
  -Wnon-virtual-dtor -Woverloaded-virtual -Wformat=2 -Wimplicit-fallthrough)

# What users get. The agent links it in every preset, the rest where TAUT_STATIC says so.
add_library(taut_static_hardening INTERFACE)
# <BUILD-HYGIENE> hardened-binary: PIE, full RELRO, stack protector, stack clash, FORTIFY, no executable stack.
# CET is not in this list: Debian's static libraries carry no IBT/SHSTK notes, so the linker would drop it.
target_compile_options(taut_static_hardening INTERFACE
  -O2 -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -D_GLIBCXX_ASSERTIONS
  -fstack-protector-strong -fstack-clash-protection -ftrivial-auto-var-init=zero)
target_link_options(taut_static_hardening INTERFACE
  -static-pie -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack -Wl,-z,separate-code -Wl,--fatal-warnings -Wl,--build-id=none)
# <BUILD-HYGIENE> reproducible-build: no path of the build machine and no clock in the binary.
target_compile_options(taut_static_hardening INTERFACE
  -ffile-prefix-map=${CMAKE_SOURCE_DIR}=. -Wdate-time -ffunction-sections -fdata-sections)
target_link_options(taut_static_hardening INTERFACE -Wl,--gc-sections -s)

add_library(taut_hardening INTERFACE)
if(TAUT_STATIC)
  target_link_libraries(taut_hardening INTERFACE taut_static_hardening)
endif()

if(TAUT_SANITIZE)
  # The vptr check asks pipe(2) whether memory is readable; the sandbox refuses the call, and every object looks bad.
  target_compile_options(taut_hardening INTERFACE
    -fsanitize=${TAUT_SANITIZE} -fno-sanitize=vptr -fno-sanitize-recover=all -fno-omit-frame-pointer -g1)
  target_link_options(taut_hardening INTERFACE -fsanitize=${TAUT_SANITIZE})
  # Asio's fenced block is a fence that ThreadSanitizer cannot follow; without it Asio uses atomics.
  target_compile_definitions(taut_hardening INTERFACE BOOST_ASIO_DISABLE_FENCED_BLOCK)
endif()
if(TAUT_FUZZ)
  target_compile_options(taut_hardening INTERFACE -fsanitize=fuzzer-no-link)
endif()
if(TAUT_TIDY)
  set(CMAKE_CXX_CLANG_TIDY clang-tidy-19 --quiet)
endif()
