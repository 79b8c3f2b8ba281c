// SPDX-License-Identifier: Apache-2.0
#include "sync/rpc/curl_transfer.h"

#include <cstdlib>
#include <optional>
#include <string_view>
#include <utility>

#include "store/base/check.h"
#include "store/base/text.h"

namespace loyald::rpc {
namespace {

constexpr std::size_t kReplyHeaderBytesMax = 64 * 1024;

struct FreeUrl {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};

// The URL's host, or nothing where it is no http or https URL.
std::optional<std::string> host_of(const std::string& text) {
  const std::unique_ptr<CURLU, FreeUrl> url(curl_url());
  if (!url || curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0) != CURLUE_OK) return {};
  char* part = nullptr;
  if (curl_url_get(url.get(), CURLUPART_SCHEME, &part, 0) != CURLUE_OK) return {};
  const std::string scheme = part;
  curl_free(part);
  if (scheme != "http" && scheme != "https") return {};
  if (curl_url_get(url.get(), CURLUPART_HOST, &part, 0) != CURLUE_OK) return {};
  std::string host = part;
  curl_free(part);
  return host;
}

bool is_loopback(std::string_view host) {
  return equal_ignoring_case(host, "localhost") || host.starts_with("127.") || host == "[::1]";
}

// A field with a line break in it would be two fields.
bool fits_a_field(std::string_view text) {
  return text.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
}

template <class Value>
void set(CURL* easy, CURLoption option, Value value) {
  const CURLcode code = curl_easy_setopt(easy, option, value);
  // Only memory can be missing: the options exist since 7.85, and which ones we set is fixed.
  CHECK(code == CURLE_OK);
}

}  // namespace

CurlTransfer::CurlTransfer(HttpClient::Request request, HttpClient::Callback done)
    : request_(std::move(request)), done_(std::move(done)), easy_(curl_easy_init()) {
  CHECK(easy_ != nullptr);
}

Result<void> CurlTransfer::prepare(const HttpClient::Options& options,
                                   std::chrono::milliseconds timeout) {
  const auto host = host_of(request_.url);
  if (!host) {
    return fail(Errc::invalid_argument, "\"" + request_.url + "\" is not an http or https address",
                "for example https://headoffice.example.com:7412");
  }
  LOYALD_TRY(set_headers());
  CURL* easy = easy_.get();
  set(easy, CURLOPT_URL, request_.url.c_str());
  set(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  set(easy, CURLOPT_HTTP_VERSION, long{CURL_HTTP_VERSION_1_1});
  set(easy, CURLOPT_FOLLOWLOCATION, 0L);
  set(easy, CURLOPT_NOSIGNAL, 1L);
  set(easy, CURLOPT_POST, 1L);
  set(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.body.size()));
  set(easy, CURLOPT_POSTFIELDS, request_.body.data());
  set(easy, CURLOPT_HTTPHEADER, headers_.get());
  set(easy, CURLOPT_USERAGENT, options.user_agent.c_str());
  set(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options.connect_timeout.count()));
  set(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(timeout.count()));
  set(easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
  set(easy, CURLOPT_LOW_SPEED_TIME, static_cast<long>(options.stall_timeout.count()));
  set(easy, CURLOPT_TCP_KEEPALIVE, 1L);
  if (!options.ca_file.empty()) {
    set(easy, CURLOPT_CAINFO, options.ca_file.c_str());
    // Those alone, and read anew with each connection: curl would believe the system's, too, and
    // remember the file for a day.
    set(easy, CURLOPT_CAPATH, static_cast<const char*>(nullptr));
    set(easy, CURLOPT_CA_CACHE_TIMEOUT, 0L);
  }
  if (!options.certificate_file.empty()) {
    set(easy, CURLOPT_SSLCERT, options.certificate_file.c_str());
    set(easy, CURLOPT_SSLKEY, options.certificate_file.c_str());
  }
  set(easy, CURLOPT_SSLVERSION, long{CURL_SSLVERSION_TLSv1_2});
  if (!options.verifies_server) {
    set(easy, CURLOPT_SSL_VERIFYPEER, 0L);
    set(easy, CURLOPT_SSL_VERIFYHOST, 0L);
  }
  if (!request_.unix_socket_path.empty()) {
    set(easy, CURLOPT_UNIX_SOCKET_PATH, request_.unix_socket_path.c_str());
  }
  // An empty proxy also silences http_proxy and its kin in the environment.
  if (!request_.unix_socket_path.empty() || is_loopback(*host)) set(easy, CURLOPT_PROXY, "");
  set(easy, CURLOPT_WRITEFUNCTION, &CurlTransfer::on_body);
  set(easy, CURLOPT_WRITEDATA, static_cast<void*>(this));
  set(easy, CURLOPT_HEADERFUNCTION, &CurlTransfer::on_header);
  set(easy, CURLOPT_HEADERDATA, static_cast<void*>(this));
  set(easy, CURLOPT_PRIVATE, static_cast<void*>(this));
  return {};
}

Result<void> CurlTransfer::set_headers() {
  const auto append = [this](const std::string& line) {
    curl_slist* longer = curl_slist_append(headers_.get(), line.c_str());
    CHECK(longer != nullptr);
    static_cast<void>(headers_.release());
    headers_.reset(longer);
  };
  for (const auto& field : request_.headers.fields()) {
    if (!fits_a_field(field.name) || !fits_a_field(field.value)) {
      return fail(Errc::invalid_argument, "a header field has a line break in it");
    }
    append(field.value.empty() ? field.name + ";" : field.name + ": " + field.value);
  }
  // Without this a body above 1 MiB waits up to a second for "100 Continue".
  append("Expect:");
  return {};
}

std::size_t CurlTransfer::on_body(char* bytes, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<CurlTransfer*>(self);
  const std::size_t n = size * count;
  if (n > transfer.request_.max_reply_bytes - transfer.reply_.body.size()) {
    transfer.too_large_ = true;
    return 0;  // curl then gives up with CURLE_WRITE_ERROR
  }
  transfer.reply_.body.append(bytes, n);
  return n;
}

std::size_t CurlTransfer::on_header(char* bytes, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<CurlTransfer*>(self);
  const std::size_t n = size * count;
  transfer.header_bytes_ += n;
  if (transfer.header_bytes_ > kReplyHeaderBytesMax) {
    transfer.too_large_ = true;
    return 0;
  }
  const std::string_view line(bytes, n);
  if (line.starts_with("HTTP/")) {
    transfer.reply_.headers.clear();  // what came before was an interim reply (1xx)
  } else if (const std::size_t colon = line.find(':'); colon != std::string_view::npos) {
    transfer.reply_.headers.add(std::string(line.substr(0, colon)),
                                std::string(trim(line.substr(colon + 1))));
  }
  return n;
}

void CurlTransfer::finish(CURLcode code) {
  if (code != CURLE_OK) return finish(error_of(code));
  long status = 0;
  curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
  reply_.status = static_cast<int>(status);
  std::exchange(done_, nullptr)(std::move(reply_));
}

void CurlTransfer::finish(Error error) { std::exchange(done_, nullptr)(fail(std::move(error))); }

Error CurlTransfer::error_of(CURLcode code) const {
  const std::string where =
      request_.unix_socket_path.empty() ? request_.url : request_.unix_socket_path;
  const std::string what = std::string(": ") + curl_easy_strerror(code);
  if (too_large_) return {Errc::resource_exhausted, "the reply of " + where + " is too large"};
  curl_off_t sent_after = 0;
  curl_easy_getinfo(easy_.get(), CURLINFO_PRETRANSFER_TIME_T, &sent_after);
  switch (code) {
    case CURLE_OPERATION_TIMEDOUT:
      if (sent_after == 0) {
        return {Errc::unavailable, "cannot connect to " + where + " in time"};
      }
      return {Errc::deadline_exceeded, where + " did not answer in time"};
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
      return {Errc::unavailable, "cannot connect to " + where + what,
              "is it running, and is the address right?"};
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CONNECT_ERROR:
      return {Errc::unavailable, "no trusted connection to " + where + what,
              "does its certificate come from an authority that is believed here (a CA file says "
              "which), is it valid for that name, and is this machine's date right?"};
    case CURLE_SSL_CERTPROBLEM:
      return {Errc::failed_precondition, "our own certificate cannot be used" + what,
              "enrol this store again"};
    case CURLE_URL_MALFORMAT:
      return {Errc::invalid_argument, "\"" + request_.url + "\" is not an address we can call"};
    default:
      return {Errc::unavailable, "the connection to " + where + " failed" + what};
  }
}

}  // namespace loyald::rpc
