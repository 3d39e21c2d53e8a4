# syntax=docker/dockerfile:1
# assay and nothing else: docker build --build-arg VERSION=v1.2.3 -t assay .
#   docker run --rm -v "$PWD:/data" assay check orders.csv -s orders.yaml
FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG VERSION=devel
RUN CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags "-s -w -buildid= -X main.release=${VERSION}" -o /out/assay ./cmd/assay
RUN mkdir -m 1777 /out/tmp

FROM scratch
# HTTPS is verified against these; time zones are in the program.
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
# What does not fit into memory goes here.
COPY --from=build /out/tmp /tmp
COPY --from=build /out/assay /assay
USER 65532:65532
WORKDIR /data
ENTRYPOINT ["/assay"]
