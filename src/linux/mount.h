// The former name of mount_table.h, for the includes that still use it. Our files must not be called as the
// kernel's own headers in <linux/…> are: this folder's parent is on the include path, and <sys/mount.h> would
// find ours.
#pragma once

#include "linux/mount_table.h"
