// Package sagemaker approves versions of models in the registry of Amazon
// SageMaker, by its API
// (https://docs.aws.amazon.com/sagemaker/latest/APIReference/Welcome.html).
package sagemaker

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"assay/gates"
)

// client makes signed requests.
type client struct {
	endpoint string // https://api.sagemaker.REGION.amazonaws.com
	region   string
	creds    *credentials.Credentials
	caller   gates.Caller
}

// newClient uses the usual chain of credentials: the environment, the shared
// file, and the machine's role.
func newClient(region, endpoint, profile string) *client {
	if endpoint == "" {
		endpoint = "https://api.sagemaker." + region + ".amazonaws.com"
	}
	chain := credentials.NewChainCredentials([]credentials.Provider{
		&credentials.EnvAWS{}, &credentials.FileAWSCredentials{Profile: profile}, &credentials.IAM{Client: http.DefaultClient, Region: region},
	})
	return &client{endpoint: endpoint, region: region, creds: chain}
}

// call makes a request of an operation and decodes its answer.
func (c *client) call(ctx context.Context, operation string, in, out any) error {
	body, err := json.Marshal(in)
	if err != nil {
		return fmt.Errorf("encode a request to SageMaker: %w", err)
	}
	header, err := c.signed(ctx, operation, body)
	if err != nil {
		return c.explain(err)
	}
	answer, err := c.caller.Call(ctx, gates.Request{Method: http.MethodPost, URL: c.endpoint + "/", Header: header, Body: body})
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		return c.explain(err)
	}
	if err := json.Unmarshal(answer, out); err != nil {
		return c.explain(fmt.Errorf("the answer is none of SageMaker: %.60q", answer))
	}
	return nil
}

// signed are the headers of a request, with its signature.
func (c *client) signed(ctx context.Context, operation string, body []byte) (http.Header, error) {
	value, err := c.creds.GetWithContext(&credentials.CredContext{Client: http.DefaultClient})
	if err != nil || value.AccessKeyID == "" {
		return nil, errors.New("there are no credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE")
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.endpoint+"/", nil)
	if err != nil {
		return nil, errors.New("the endpoint is no address")
	}
	req.ContentLength = int64(len(body))
	req.Header.Set("Content-Type", "application/x-amz-json-1.1")
	req.Header.Set("X-Amz-Target", "SageMaker."+operation)
	sum := sha256.Sum256(body)
	keys := aws.Credentials{AccessKeyID: value.AccessKeyID, SecretAccessKey: value.SecretAccessKey, SessionToken: value.SessionToken}
	if err := v4.NewSigner().SignHTTP(ctx, keys, req, hex.EncodeToString(sum[:]), "sagemaker", c.region, time.Now()); err != nil {
		return nil, fmt.Errorf("sign the request: %w", err)
	}
	return req.Header, nil
}

// explain makes an error one sentence that names the service.
func (c *client) explain(err error) error {
	var answer *gates.AnswerError
	if errors.As(err, &answer) {
		var said struct {
			Type    string `json:"__type"`
			Message string `json:"message"`
		}
		if json.Unmarshal(answer.Body, &said) == nil && said.Message != "" {
			err = fmt.Errorf("%.300s (%s, %d)", said.Message, said.Type, answer.Code)
		}
	}
	return fmt.Errorf("SageMaker at %s: %w", gates.Place(c.endpoint), err)
}
