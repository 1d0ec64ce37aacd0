#pragma once

#include <openssl/evp.h>

#include "capture/form_version.h"
#include "capture/openrosa.h"
#include "compile/define.h"
#include "compile/xform.h"
#include "store/memory_store.h"
#include "tests/form_text.h"

namespace mtm {

inline std::string md5_for_test(std::string_view bytes) {
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    EVP_Digest(bytes.data(), bytes.size(), digest, &size, EVP_md5(), nullptr);
    std::string out;
    for (unsigned int i = 0; i < size; ++i) {
        out += "0123456789abcdef"[digest[i] >> 4];
        out += "0123456789abcdef"[digest[i] & 15];
    }
    return out;
}

/// A version of a form as a server hands it out, from a form in text.
inline std::unique_ptr<FormVersion> version_from_text(std::string_view text) {
    const Workbook workbook = workbook_from_text(text);
    const DefinedForm defined = define_form(workbook, "form.xlsx");
    auto out = std::make_unique<FormVersion>();
    out->questionnaire = compile(workbook, "form.xlsx").questionnaire;
    out->form_id = out->questionnaire.form_id;
    out->version = out->questionnaire.version;
    out->title = out->questionnaire.title;
    out->xml = to_xform(defined.definition);
    out->md5 = md5_for_test(out->xml);
    make_readers(*out);
    return out;
}

inline FormFile file_for_test(const std::string& name, const std::string& bytes) {
    return {name, "application/octet-stream", bytes, md5_for_test(bytes)};
}

/// The parts of a body as ODK Collect sends them.
struct UploadForTest {
    std::string body;

    UploadForTest& add(const std::string& name,
                       const std::string& file_name,
                       const std::string& bytes) {
        body += "--boundary\r\nContent-Disposition: form-data; name=\"" + name + "\"";
        if (!file_name.empty()) body += "; filename=\"" + file_name + "\"";
        body += "\r\nContent-Type: application/octet-stream\r\n\r\n" + bytes + "\r\n";
        return *this;
    }

    [[nodiscard]] std::string end() const { return body + "--boundary--\r\n"; }
};

}  // namespace mtm
