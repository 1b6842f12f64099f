// Only in the sanitizer builds: defaults of the programs. The leak check at the end needs clone(2) and
// ptrace(2), which the sandbox refuses, so it would fail every orderly end; unit tests, which end outside of
// it, keep the check.

// NOLINTBEGIN(bugprone-reserved-identifier): the sanitizer looks for this name
extern "C" const char* __asan_default_options();

extern "C" const char* __asan_default_options() {
  return "detect_leaks=0";
}
// NOLINTEND(bugprone-reserved-identifier)
