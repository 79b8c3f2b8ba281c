// SPDX-License-Identifier: Apache-2.0
#include "store/contact.h"

#include "store/base/text.h"

namespace loyald {

Result<std::string> normalised_phone(std::string_view text) {
  std::string number;
  for (char c : trim(text)) {
    if (c >= '0' && c <= '9') {
      number.push_back(c);
    } else if (c == '+' && number.empty()) {
      number = "+";
    } else if (std::string_view(" -./()").find(c) == std::string_view::npos) {
      return fail(Errc::invalid_argument, "a phone number has no \"" + std::string(1, c) + "\"");
    }
  }
  if (number.starts_with("00")) number = "+" + number.substr(2);
  if (!number.starts_with("+") || number.size() < 9 || number.size() > 16) {
    return fail(Errc::invalid_argument, "not a whole phone number",
                "write it with its country, for example +49 170 1234567");
  }
  return number;
}

Result<std::string> normalised_mail(std::string_view text) {
  std::string mail(trim(text));
  const std::size_t at = mail.find('@');
  const std::size_t dot = mail.rfind('.');
  const bool has_form = at != std::string::npos && at > 0 &&
                        mail.find('@', at + 1) == std::string::npos && dot != std::string::npos &&
                        dot > at + 1 && dot + 1 < mail.size();
  if (!has_form || mail.size() > 254 || !is_utf8(mail) ||
      mail.find_first_of(" \t\r\n<>,;") != std::string::npos) {
    return fail(Errc::invalid_argument, "not a mail address", "write it like name@example.org");
  }
  for (char& c : mail) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return mail;
}

}  // namespace loyald
