"""The same day where the distribution differs: packages under Ubuntu's names and without dockerd-rootless.sh, and user namespaces for
programs with an AppArmor profile only. A stand-in, see ubuntu_like.sh; the profile is loaded by the real apparmor_parser into the real kernel."""
import unittest

from operator_test import Sudo

# The switch is in Ubuntu's kernel only. The script reads it under /proc/sys; here it reads a copy of that folder with one file more.
RESTRICT = """mkdir /run/settings && cp -r /proc/sys/kernel/. /run/settings/ 2>/dev/null
echo 1 >/run/settings/apparmor_restrict_unprivileged_userns && mount --bind /run/settings /proc/sys/kernel"""
PROFILE = "/etc/apparmor.d/taut-rootlesskit"


class UbuntuLike(Sudo):
    name = "ubuntu-like"

    @classmethod
    def prepare(cls):
        cls.machine.out("root", RESTRICT)

    def test_01a_the_packages_are_those_of_ubuntu(self):
        self.machine.out("root", "dpkg -s docker-compose-v2 && ! ls /usr/share/docker.io/contrib/dockerd-rootless.sh && ! command -v dockerd-rootless.sh")

    def test_01b_rootlesskit_alone_has_a_profile_and_runs_under_it(self):
        self.assertIn("userns,", self.machine.out("root", f"cat {PROFILE}"))
        self.assertIn("taut-rootlesskit (unconfined)", self.machine.out("root", "cat /sys/kernel/security/apparmor/profiles"))
        confined = self.machine.out("root", "for p in $(pgrep -x rootlesskit); do cat /proc/$p/attr/current; done").split("\n")
        self.assertEqual({line for line in confined if line}, {"taut-rootlesskit (unconfined)"})

    def test_12a_after_uninstall_the_profile_is_not_loaded(self):
        self.assertNotIn("taut-rootlesskit", self.machine.out("root", "cat /sys/kernel/security/apparmor/profiles"))


del Sudo  # or its tests would run here as well

if __name__ == "__main__":
    unittest.main()
