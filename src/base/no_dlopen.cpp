// SQLite can load extensions, by dlopen(3). In a static program that would load a whole second C library;
// with --wrap the linker puts these in place of the four functions. Only linked where the programs are
// static: see cmake/libraries.cmake.
extern "C" {
// The names are the linker's (ld(1), --wrap).
// NOLINTBEGIN(bugprone-reserved-identifier)
void* __wrap_dlopen(const char* /*file*/, int /*mode*/);
void* __wrap_dlsym(void* /*handle*/, const char* /*name*/);
int __wrap_dlclose(void* /*handle*/);
char* __wrap_dlerror();

void* __wrap_dlopen(const char* /*file*/, int /*mode*/) {
  return nullptr;
}
void* __wrap_dlsym(void* /*handle*/, const char* /*name*/) {
  return nullptr;
}
int __wrap_dlclose(void* /*handle*/) {
  return -1;
}
char* __wrap_dlerror() {
  static char message[] = "this program loads no libraries";
  return message;
}
// NOLINTEND(bugprone-reserved-identifier)
}
