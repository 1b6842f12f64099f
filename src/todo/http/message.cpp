#include "todo/http/message.h"

namespace todo::http {

std::string_view name_of(Method method) {
  switch (method) {
    case Method::head:
      return "HEAD";
    case Method::post:
      return "POST";
    case Method::patch:
      return "PATCH";
    case Method::delete_:
      return "DELETE";
    case Method::get:
      break;
  }
  return "GET";
}

std::optional<std::string_view> RequestHead::field(std::string_view name) const {
  for (const auto& field : fields) {
    if (field.name == name) return field.value;
  }
  return std::nullopt;
}

std::string RequestHead::all_of(std::string_view name) const {
  std::string list;
  for (const auto& field : fields) {
    if (field.name == name) list.append(list.empty() ? "" : ",").append(field.value);
  }
  return list;
}

std::string_view reason_phrase(int status) {
  struct Row {
    int status;
    std::string_view phrase;
  };
  static constexpr Row rows[] = {
      {200, "OK"},
      {201, "Created"},
      {204, "No Content"},
      {303, "See Other"},
      {304, "Not Modified"},
      {400, "Bad Request"},
      {403, "Forbidden"},
      {404, "Not Found"},
      {405, "Method Not Allowed"},
      {408, "Request Timeout"},
      {413, "Content Too Large"},
      {414, "URI Too Long"},
      {415, "Unsupported Media Type"},
      {417, "Expectation Failed"},
      {422, "Unprocessable Content"},
      {431, "Request Header Fields Too Large"},
      {500, "Internal Server Error"},
      {501, "Not Implemented"},
      {503, "Service Unavailable"},
      {505, "HTTP Version Not Supported"},
      {507, "Insufficient Storage"},
  };
  for (const auto& row : rows) {
    if (row.status == status) return row.phrase;
  }
  return "Unknown";
}

}  // namespace todo::http
