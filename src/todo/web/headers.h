// The security headers, one literal table, and how answers get them.
#pragma once

#include "todo/http/message.h"

namespace todo::web {

/// What the browser may run: nothing, or files of this site that also fetch from it. Never inline code.
enum class Scripts { none, own_files };

/// Adds the headers that every answer carries; `secure` = the client came over TLS. `cacheable` leaves
/// Cache-Control alone.
void add_security_headers(http::Response& response, bool secure, bool cacheable,
                          Scripts scripts = Scripts::none);

}  // namespace todo::web
