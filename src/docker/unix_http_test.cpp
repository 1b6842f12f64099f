// Against a small server on a Unix socket that sends what a test tells it to, in the pieces that it tells.
#include "docker/unix_http.h"

#include <gtest/gtest.h>
#include <linux/sockios.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <thread>

#include "docker/api.h"

namespace taut::docker {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

/// Answers connection after connection with the next script: pieces that are sent one by one, each when the
/// client has read the one before.
class Server {
 public:
  explicit Server(std::vector<std::vector<std::string>> scripts) {
    std::filesystem::remove(path_);
    listener_ = UniqueFd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path_.c_str(), path_.size() + 1);
    EXPECT_EQ(::bind(listener_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    EXPECT_EQ(::listen(listener_.get(), 4), 0);
    thread_ = std::thread([this, scripts = std::move(scripts)] {
      for (const auto& script : scripts) serve(script);
    });
  }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server() {
    ::shutdown(listener_.get(), SHUT_RDWR);  // wakes accept(2) when fewer connections came than scripts
    if (thread_.joinable()) thread_.join();
    std::filesystem::remove(path_);
  }

  const std::string& path() const { return path_; }
  /// The requests' heads, one for each script; waits until all have been answered.
  const std::vector<std::string>& requests() {
    if (thread_.joinable()) thread_.join();
    return requests_;
  }

 private:
  void serve(const std::vector<std::string>& script) {
    const UniqueFd client(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
    if (!client) return;
    std::string& request = requests_.emplace_back();
    char buffer[65536];
    while (request.find("\r\n\r\n") == std::string::npos) {
      const ssize_t got = ::recv(client.get(), buffer, sizeof buffer, 0);
      if (got <= 0) return;
      request.append(buffer, static_cast<std::size_t>(got));
    }
    for (const std::string& piece : script) {
      if (::send(client.get(), piece.data(), piece.size(), MSG_NOSIGNAL) < 0) return;
      if (&piece != &script.back() && !wait_until_read(client.get())) return;
    }
    ::shutdown(client.get(), SHUT_WR);
    while (::recv(client.get(), buffer, sizeof buffer, 0) > 0) {
    }
  }

  /// False when the client is gone.
  static bool wait_until_read(int client) {
    for (int unread = 1;;) {
      if (::ioctl(client, SIOCOUTQ, &unread) != 0) return false;
      if (unread == 0) return true;
      pollfd gone{client, 0, 0};
      if (::poll(&gone, 1, 1) > 0) return false;
    }
  }

  const std::string path_ =
      std::filesystem::temp_directory_path() / ("taut-http-" + std::to_string(::getpid()) + ".sock");
  UniqueFd listener_;
  std::vector<std::string> requests_;
  std::thread thread_;
};

Result<Reply> reply_to(std::vector<std::string> pieces, bool upgrade = false,
                       milliseconds patience = milliseconds(5000)) {
  const Server server({std::move(pieces)});
  auto connection = connect_unix(server.path());
  if (!connection) return propagate(connection);
  auto sent = send_request(*connection, {"GET", "/x", "", ""}, upgrade);
  if (!sent) return propagate(sent);
  return read_reply(*connection, upgrade, Clock::now() + patience);
}

std::vector<std::string> byte_by_byte(const std::string& text) {
  std::vector<std::string> pieces;
  for (const char c : text) pieces.emplace_back(1, c);
  return pieces;
}

TEST(UnixHttp, AReplyMayComeInOnePieceOrByteByByte) {
  const std::string text = "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n{\"a\":1}";
  for (const auto& pieces : {std::vector{text}, byte_by_byte(text)}) {
    const auto reply = reply_to(pieces);
    ASSERT_TRUE(reply) << reply.error().message();
    EXPECT_EQ(reply->status, 200);
    EXPECT_EQ(reply->body, "{\"a\":1}");
  }
}

TEST(UnixHttp, AChunkedReplyIsPutTogether) {
  const std::string text =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n4;x=y\r\ndefg\r\n0\r\n\r\n";
  for (const auto& pieces : {std::vector{text}, byte_by_byte(text)}) {
    const auto reply = reply_to(pieces);
    ASSERT_TRUE(reply) << reply.error().message();
    EXPECT_EQ(reply->body, "abcdefg");
  }
}

TEST(UnixHttp, WithoutALengthTheBodyEndsWithTheConnection) {
  const auto reply = reply_to({"HTTP/1.0 200 OK\r\n\r\n", "all", " of it"});
  ASSERT_TRUE(reply) << reply.error().message();
  EXPECT_EQ(reply->body, "all of it");
}

TEST(UnixHttp, AReplyWithoutABodyNeedsNoMore) {
  const auto reply = reply_to({"HTTP/1.1 204 No Content\r\n\r\n"});
  ASSERT_TRUE(reply) << reply.error().message();
  EXPECT_EQ(reply->status, 204);
}

TEST(UnixHttp, AConnectionThatEndsTooEarlyIsAnError) {
  for (const char* text :
       {"", "HTTP/1.1 200 OK\r\nContent-", "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n{\"a\"",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nab"}) {
    EXPECT_FALSE(reply_to({text})) << text;
  }
}

TEST(UnixHttp, GarbageIsAnErrorAndNoCrash) {
  for (const std::string& text :
       {std::string("SSH-2.0-OpenSSH_9.2\r\n"), std::string("\0\x01\x02\xff\xfe\r\n\r\n", 9),
        std::string(100'000, 'x'), std::string("HTTP/1.1 200 OK\r\nContent-Length: seven\r\n\r\n"),
        std::string("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
        std::string("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n"),
        "HTTP/1.1 200 OK\r\nX: " + std::string(1 << 20, 'y')}) {
    EXPECT_FALSE(reply_to({text})) << text.substr(0, 40);
  }
}

TEST(UnixHttp, AfterAnUpgradeTheRestIsTheStream) {
  const Server server({{"HTTP/1.1 101 UPGRADED\r\nUpgrade: tcp\r\nConnection: Upgrade\r\n\r\nfirst"}});
  auto connection = connect_unix(server.path());
  ASSERT_TRUE(connection);
  ASSERT_TRUE(send_request(*connection, {"POST", "/attach", "", ""}, true));
  const auto reply = read_reply(*connection, true, Clock::now() + std::chrono::seconds(5));
  ASSERT_TRUE(reply) << reply.error().message();
  EXPECT_EQ(reply->status, 101);
  // What came behind the head in the same packet is not lost.
  std::string rest = connection->surplus;
  char byte = 0;
  while (::recv(connection->socket.get(), &byte, 1, 0) == 1) rest += byte;
  EXPECT_EQ(rest, "first");
}

TEST(UnixHttp, WaitingEndsAtTheDeadline) {
  int ends[2];
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
  const UniqueFd silent(ends[1]);
  Connection connection{UniqueFd(ends[0]), ""};
  const auto reply = read_reply(connection, false, Clock::now() + milliseconds(20));
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().error_code, ETIMEDOUT);
}

TEST(UnixHttp, NobodyThereIsToldFromNoSuchFile) {
  EXPECT_EQ(connect_unix("/no/such.sock").error().error_code, ENOENT);
  EXPECT_EQ(connect_unix(std::string(200, 'x')).error().error_code, ENAMETOOLONG);
}

TEST(UnixEngine, AgreesOnTheOlderVersion) {
  const struct {
    const char* offered;
    const char* path;
  } rows[] = {{"1.41", "/v1.41/info"}, {"1.51", "/v1.47/info"}, {"1.9", "/v1.9/info"}};
  for (const auto& row : rows) {
    const std::string version = "{\"ApiVersion\":\"" + std::string(row.offered) + "\"}";
    const std::string head =
        "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(version.size()) + "\r\n\r\n";
    Server server({{head + version}, {"HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\n{}"}});
    auto engine = connect_engine("unix://" + server.path());
    ASSERT_TRUE(engine) << engine.error().message();
    const auto reply = (*engine)->call({"GET", "/info", "", ""});
    ASSERT_TRUE(reply) << reply.error().message();
    EXPECT_EQ(reply->status, 404);
    ASSERT_EQ(server.requests().size(), 2U);
    EXPECT_TRUE(server.requests()[0].starts_with("GET /version HTTP/1.1\r\n"));
    EXPECT_TRUE(server.requests()[1].starts_with("GET " + std::string(row.path) + " HTTP/1.1\r\n"));
  }
}

constexpr const char* version_reply =
    "HTTP/1.1 200 OK\r\nContent-Length: 21\r\n\r\n{\"ApiVersion\":\"1.41\"}";
constexpr const char* upgraded = "HTTP/1.1 101 UPGRADED\r\nUpgrade: tcp\r\n\r\n";

std::string frame(char stream, const std::string& bytes) {
  return std::string{stream, 0, 0, 0, 0, 0, 0, static_cast<char>(bytes.size())} + bytes;
}

/// What is read line by line from a container that prints `pieces`.
std::vector<std::string> lines_of(const std::vector<std::string>& pieces, int* error_code) {
  std::vector<std::string> script{upgraded};
  script.insert(script.end(), pieces.begin(), pieces.end());
  const Server server({{version_reply}, script});
  auto engine = connect_engine(server.path());
  if (!engine) return {"no engine: " + engine.error().message()};
  auto stream = (*engine)->attach("abc");
  if (!stream) return {"no stream: " + stream.error().message()};
  std::vector<std::string> lines;
  for (;;) {
    const auto line = (*stream)->read_line(Clock::now() + std::chrono::seconds(5));
    if (!line) {
      *error_code = line.error().error_code;
      return lines;
    }
    lines.push_back(*line);
  }
}

TEST(Attached, LinesAreReadOutOfFramesWhereverTheyAreCut) {
  const std::string frames =
      frame(1, "one\ntw") + frame(2, "trouble\n") + frame(1, "o\n") + frame(1, "\nunfinished");
  for (const auto& pieces : {std::vector{frames}, byte_by_byte(frames)}) {
    int error_code = 0;
    EXPECT_EQ(lines_of(pieces, &error_code), (std::vector<std::string>{"one", "two", ""}));
    EXPECT_EQ(error_code, EPIPE);
  }
}

TEST(Attached, AContainerThatPrintsNothingHasEnded) {
  int error_code = 0;
  EXPECT_TRUE(lines_of({}, &error_code).empty());
  EXPECT_EQ(error_code, EPIPE);
}

TEST(Attached, AFrameThatIsCutOffIsTheEnd) {
  int error_code = 0;
  EXPECT_EQ(lines_of({frame(1, "one\n") + frame(1, "two\n").substr(0, 10)}, &error_code),
            std::vector<std::string>{"one"});
  EXPECT_EQ(error_code, EPIPE);
}

TEST(UnixEngine, AnAddressOfAnotherKindIsExplained) {
  const auto engine = connect_engine("tcp://127.0.0.1:2375");
  ASSERT_FALSE(engine);
  EXPECT_NE(engine.error().what.find("ssh -L"), std::string::npos);
}

TEST(UnixEngine, AnEngineThatIsNotThereComesWithAdvice) {
  const auto engine = connect_engine("/no/such.sock");
  ASSERT_FALSE(engine);
  EXPECT_NE(engine.error().message().find("is the engine running?"), std::string::npos);
}

TEST(UnixEngine, SomethingThatIsNoEngineIsSaidToBeNone) {
  const Server server({{"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"}});
  EXPECT_FALSE(connect_engine(server.path()));
}

}  // namespace
}  // namespace taut::docker
