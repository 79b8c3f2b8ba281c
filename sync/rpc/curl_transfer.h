// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <curl/curl.h>

#include <chrono>
#include <memory>
#include <string>

#include "sync/rpc/http_client.h"

namespace loyald::rpc {

// One POST as a curl easy handle, from its options to its result. Lives at one address, because
// curl holds pointers into it. Only for the client's worker thread.
class CurlTransfer {
 public:
  CurlTransfer(HttpClient::Request request, HttpClient::Callback done);
  CurlTransfer(const CurlTransfer&) = delete;
  CurlTransfer& operator=(const CurlTransfer&) = delete;

  // Sets the handle up; `timeout` is what is left of the request's. Errors: invalid_argument.
  Result<void> prepare(const HttpClient::Options& options, std::chrono::milliseconds timeout);
  CURL* handle() const { return easy_.get(); }
  // Calls the callback with what became of the transfer.
  void finish(CURLcode code);
  void finish(Error error);

 private:
  struct FreeEasy {
    void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
  };
  struct FreeList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
  };

  static std::size_t on_body(char* bytes, std::size_t size, std::size_t count, void* self);
  static std::size_t on_header(char* bytes, std::size_t size, std::size_t count, void* self);
  Result<void> set_headers();
  Error error_of(CURLcode code) const;

  HttpClient::Request request_;
  HttpClient::Callback done_;
  std::unique_ptr<curl_slist, FreeList> headers_;
  std::unique_ptr<CURL, FreeEasy> easy_;
  HttpReply reply_;
  std::size_t header_bytes_ = 0;
  bool too_large_ = false;
};

}  // namespace loyald::rpc
