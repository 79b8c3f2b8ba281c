add_library(loyald_headoffice_daemon STATIC
  authority_file.cc
  enrolment_code.cc
  enrolment_service.cc
  enrolled_store.cc
  headoffice_access.cc
  headoffice_config.cc
  headoffice_daemon.cc
  headoffice_service.cc
  headoffice_tls.cc
  signing_key_file.cc)
target_link_libraries(loyald_headoffice_daemon
  PUBLIC loyald_certificates loyald_daemon loyald_headoffice_core loyald_rpc
  PRIVATE spdlog::spdlog)

add_executable(loyald-headoffice headoffice_main.cc)
target_link_libraries(loyald-headoffice PRIVATE
  loyald_headoffice_daemon spdlog::spdlog CLI11::CLI11)
precompiled(loyald_headoffice_daemon loyald-headoffice)
