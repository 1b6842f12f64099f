// The security headers, one literal table, and how answers get them.
#pragma once

#include "todo/http/message.h"

namespace todo::web {

/// Adds the headers that every answer carries; `secure` = the client came over TLS. `cacheable` leaves
/// Cache-Control alone.
void add_security_headers(http::Response& response, bool secure, bool cacheable);

}  // namespace todo::web
