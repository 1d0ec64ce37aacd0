#pragma once

// Part of listen.cc.

#include <boost/beast/http.hpp>
#include <cstdint>
#include <optional>
#include <string_view>

#include "server/body.h"

namespace mtm {

/// How Beast's parser hands us a body: piece by piece, into an ArrivingBody.
struct ReceivedBody {
    using value_type = ArrivingBody*;

    class reader {  // NOLINT(readability-identifier-naming): Beast asks for the name
    public:
        template <bool is_request, typename Fields>
        reader(boost::beast::http::header<is_request, Fields>& /*header*/, value_type& body)
            : body_(body) {}

        void init(const boost::optional<std::uint64_t>& /*length*/,
                  boost::system::error_code& error) {
            error = {};
        }

        template <typename Buffers>
        std::size_t put(const Buffers& buffers, boost::system::error_code& error) {
            error = {};
            std::size_t taken = 0;
            for (const auto buffer : boost::beast::buffers_range_ref(buffers)) {
                const std::string_view bytes(static_cast<const char*>(buffer.data()),
                                             buffer.size());
                if (!body_->append(bytes)) {
                    error = make_error_code(boost::system::errc::no_space_on_device);
                    return taken;
                }
                taken += bytes.size();
            }
            return taken;
        }

        void finish(boost::system::error_code& error) { error = {}; }

    private:
        value_type& body_;
    };
};

}  // namespace mtm
