package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/sasl"
	"github.com/twmb/franz-go/pkg/sasl/oauth"
	"github.com/twmb/franz-go/pkg/sasl/plain"
	"github.com/twmb/franz-go/pkg/sasl/scram"
)

// connectOnce connects with the settings of one line of JSON and prints "connected" or what kind of error Go saw.
func connectOnce(settings string) error {
	var asked struct {
		Address, Protocol, Trusted, Own, Version string
		ChecksHost                               bool
		TimeoutMs, PauseMs                       int
		Sasl                                     *login
	}
	if err := json.Unmarshal([]byte(settings), &asked); err != nil {
		return err
	}
	options := []kgo.Opt{kgo.SeedBrokers(asked.Address), kgo.RequestRetries(0), kgo.DialTimeout(3 * time.Second)}
	if asked.Sasl != nil {
		options = append(options, kgo.SASL(asked.Sasl.mechanism()))
	}
	if strings.HasSuffix(asked.Protocol, "SSL") {
		config, err := tlsConfig(asked.Trusted, asked.Own, asked.Version, asked.ChecksHost)
		if err != nil {
			return err
		}
		options = append(options, kgo.DialTLSConfig(config))
	}
	client, err := kgo.NewClient(options...)
	if err != nil {
		return err
	}
	defer client.Close()
	list := func() error {
		ctx, cancel := context.WithTimeout(context.Background(), time.Duration(asked.TimeoutMs)*time.Millisecond)
		defer cancel()
		_, err := kadm.NewClient(client).ListTopics(ctx)
		return err
	}
	err = list()
	if err == nil && asked.PauseMs > 0 {
		time.Sleep(time.Duration(asked.PauseMs) * time.Millisecond)
		err = list()
	}
	fmt.Println(kindOf(err))
	return nil
}

// login is how a client says who it is: with a user's password or a delegation token, or with a token of OAUTHBEARER.
type login struct {
	Mechanism, Username, Password, Token string
	ByToken                              bool
}

func (l login) mechanism() sasl.Mechanism {
	password := scram.Auth{User: l.Username, Pass: l.Password, IsToken: l.ByToken}
	switch l.Mechanism {
	case "PLAIN":
		return plain.Auth{User: l.Username, Pass: l.Password}.AsMechanism()
	case "OAUTHBEARER":
		return oauth.Auth{Token: l.Token}.AsMechanism()
	case "SCRAM-SHA-256":
		return password.AsSha256Mechanism()
	default:
		return password.AsSha512Mechanism()
	}
}

func tlsConfig(trusted, own, version string, checksHost bool) (*tls.Config, error) {
	pem, err := os.ReadFile(trusted)
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(pem)
	config := &tls.Config{RootCAs: roots, InsecureSkipVerify: !checksHost}
	if own != "" {
		pair, err := tls.LoadX509KeyPair(own, own)
		if err != nil {
			return nil, err
		}
		config.GetClientCertificate = func(*tls.CertificateRequestInfo) (*tls.Certificate, error) { return &pair, nil }
	}
	versions := map[string]uint16{"TLSv1.2": tls.VersionTLS12, "TLSv1.3": tls.VersionTLS13}
	if version != "" {
		config.MinVersion, config.MaxVersion = versions[version], versions[version]
	}
	return config, nil
}

func kindOf(err error) string {
	var alert tls.AlertError
	var header tls.RecordHeaderError
	var host x509.HostnameError
	var unknown x509.UnknownAuthorityError
	var invalid x509.CertificateInvalidError
	var remote *net.OpError
	switch {
	case err == nil:
		return "connected"
	case errors.As(err, &host):
		return "HostnameError"
	case errors.As(err, &unknown):
		return "UnknownAuthorityError"
	case errors.As(err, &invalid):
		return "CertificateInvalidError"
	case errors.As(err, &header):
		return "RecordHeaderError"
	case errors.As(err, &alert):
		return alert.Error()
	case errors.As(err, &remote) && remote.Op == "remote error":
		return remote.Err.Error()
	case errors.Is(err, io.EOF), errors.As(err, &remote):
		return "cut off"
	case errors.Is(err, context.DeadlineExceeded):
		return "too late"
	default:
		return err.Error()
	}
}
