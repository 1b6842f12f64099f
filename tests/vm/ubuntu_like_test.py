"""The same day where the distribution differs: packages under Ubuntu's names and without dockerd-rootless.sh, and user namespaces for
programs with an AppArmor profile only. A stand-in, see ubuntu_like.sh; the profile is loaded by the real apparmor_parser into the real kernel."""
import shlex
import unittest

import operator_test
from deployment import Deployment

SETTINGS = "/run/settings"
PROFILE = "/etc/apparmor.d/taut-rootlesskit"
LOADED = "/sys/kernel/security/apparmor/profiles"


class Restricted(Deployment):
    """The switch is in Ubuntu's kernel only. The script, and nothing else, sees a copy of /proc/sys/kernel with one file more."""

    def call(self, line):
        as_login = f"mount --bind {SETTINGS} /proc/sys/kernel && exec su {self.login} -c {shlex.quote(line)}"
        return self.machine.run("root", f"mkdir -p {SETTINGS} && cp -r /proc/sys/kernel/. {SETTINGS} 2>/dev/null; "
                                        f"echo 1 >{SETTINGS}/apparmor_restrict_unprivileged_userns && "
                                        f"unshare --mount --propagation slave sh -c {shlex.quote(as_login)}")


class UbuntuLike(operator_test.Sudo):
    name = "ubuntu-like"
    deployment = Restricted

    def test_01a_the_packages_are_those_of_ubuntu(self):
        self.machine.out("root", "dpkg -s docker-compose-v2 && ! ls /usr/share/docker.io/contrib/dockerd-rootless.sh && ! command -v dockerd-rootless.sh")

    def test_01b_rootlesskit_alone_has_a_profile_and_runs_under_it(self):
        self.assertIn("userns,", self.machine.out("root", f"cat {PROFILE}"))
        self.assertIn("taut-rootlesskit (unconfined)", self.machine.out("root", f"cat {LOADED}"))
        confined = self.machine.out("root", "for p in $(pgrep -x rootlesskit); do cat /proc/$p/attr/current; done").split("\n")
        self.assertEqual({line for line in confined if line}, {"taut-rootlesskit (unconfined)"})

    def test_12a_after_uninstall_the_profile_is_not_loaded(self):
        self.assertNotIn("taut-rootlesskit", self.machine.out("root", f"cat {LOADED}"))


if __name__ == "__main__":
    unittest.main()
