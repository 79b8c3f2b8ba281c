// SPDX-License-Identifier: Apache-2.0
// Which register this is and who sits at it: from the address (?register=1&cashier=anna), else as
// remembered on this till.

export function chosenTill() {
  const address = new URLSearchParams(location.search);
  const chosen = (name) => address.get(name) ?? localStorage.getItem(`loyald.${name}`) ?? "";
  const till = { register: chosen("register"), cashier: chosen("cashier") };
  if (till.register) rememberTill(till.register, till.cashier);
  return till;
}

export function rememberTill(register, cashier) {
  localStorage.setItem("loyald.register", register);
  localStorage.setItem("loyald.cashier", cashier);
}
