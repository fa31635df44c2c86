import { scripts } from '../../provider-script.ts'
import aws from '../aws.ts'

export default scripts(aws, {
  accessKey: {
    source: 'https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html',
    values: {
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      region: 'eu-central-1',
    },
    exchanges: [
      {
        request: {
          method: 'POST',
          url: 'https://sts.eu-central-1.amazonaws.com/',
          headers: {
            authorization:
              'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20261101/eu-central-1/sts/aws4_request, SignedHeaders=accept;host;x-amz-date, Signature=eed66a5825075d0ca2669e45650a425a4b346d3c64e285f8e891983a89a6591a',
            'x-amz-date': '20261101T120000Z',
            'content-type': 'application/x-www-form-urlencoded',
          },
          body: 'Action=GetCallerIdentity&Version=2011-06-15',
        },
        answer: {
          status: 200,
          json: {
            GetCallerIdentityResponse: {
              GetCallerIdentityResult: {
                Account: '123456789012',
                Arn: 'arn:aws:iam::123456789012:user/Alice',
                UserId: 'AIDACKCEVSQ6C2EXAMPLE',
              },
              ResponseMetadata: { RequestId: '01234567-89ab-cdef-0123-456789abcdef' },
            },
          },
        },
      },
    ],
    learns: { identity: 'arn:aws:iam::123456789012:user/Alice' },
    bad: ['InvalidClientTokenId', 'SignatureDoesNotMatch', 'ExpiredToken'].map((Code) => ({
      status: 403,
      json: {
        Error: { Code, Message: 'The security token included in the request is invalid.', Type: 'Sender' },
      },
    })),
    forbidden: 'GetCallerIdentity needs no permission',
  },
})
