"""How our own files were compiled for the image, seen in the objects of the build stage: in the finished, stripped binary
nobody can tell them from Debian's libraries, which are hardened too."""
import re
import unittest

from docker_engine import docker, output
from docker_image import build

TAG = "taut/todo:objects"


class Objects(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        build(TAG, "--target", "build")  # from the cache of the image's own build
        cls.addClassCleanup(docker, "rmi", "--force", TAG, check=False)

    def objects(self, pipeline):
        """The output of a shell pipeline over our object files, which are its arguments."""
        return output("run", "--rm", "--network=none", TAG, "sh", "-c", f'set -- $(find build/release/src -name "*.o"); {pipeline}')

    def test_our_functions_check_the_stack_protector(self):
        protected = int(self.objects("for o; do nm -u $o | grep -c __stack_chk_fail; done | grep -c 1"))
        self.assertGreater(protected, int(self.objects("echo $#")) * 3 // 4)

    def test_our_calls_of_the_c_library_are_fortified(self):
        fortified = set(self.objects("nm -u $@ | grep -oE '__[a-z]+_chk$' | sort -u").split()) - {"__stack_chk"}
        print(f"fortified: {', '.join(sorted(fortified))}", flush=True)
        self.assertGreaterEqual(len(fortified), 3)

    def test_our_stack_frames_are_probed_page_by_page(self):
        code = self.objects(r"objdump -d --no-show-raw-insn $@ | grep -A1 'sub  *\$0x[0-9a-f]*,%rsp'")
        steps = [int(size, 16) for size in re.findall(r"sub +\$0x([0-9a-f]+),%rsp", code) if not size.startswith("ffff")]
        self.assertLessEqual(max(steps), 4096)  # a guard page cannot be jumped over
        probed = re.findall(r"sub +\$0x1000,%rsp\n.*or[ql]? +\$0x0,(?:0x[0-9a-f]+)?\(%rsp\)", code)
        self.assertEqual(len(probed), steps.count(4096))
        self.assertGreater(len(probed), 0)


if __name__ == "__main__":
    unittest.main()
