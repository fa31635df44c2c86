import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { secret, text } from '../fields.ts'

/**
 * Source: docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html, which needs no permission
 * and returns the identity of the caller, and the “Common errors” page there; docs.amazonaws.cn/aws/latest/
 * userguide/endpoints-Beijing.html for the domain of the regions of China.
 */
export default defineComponent({
  id: 'aws',
  title: 'Amazon Web Services',
  description: 'Any AWS service, with an access key',
  category: 'development',
  aliases: ['aws', 'amazon', 'sts', 'iam', 'lambda', 'sqs', 'sns', 'dynamodb', 'ses'],
  docsUrl: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html',
  icon: 'aws',
  methods: {
    accessKey: {
      title: 'Access key',
      fields: z.object({
        accessKeyId: text({
          label: 'Access key ID',
          help: 'The public part of the key. Create the key for a user with only the permissions that your flows need.',
          helpUrl: 'https://console.aws.amazon.com/iam/home#/security_credentials',
          placeholder: 'AKIA…',
        }).regex(/^[A-Z0-9]{16,128}$/, 'Enter only the ID: capital letters and digits, such as AKIA…'),
        secretAccessKey: secret({
          label: 'Secret access key',
          help: 'Shown only once, when the key is created. If you lose it, create a new key.',
        }),
        sessionToken: secret({
          label: 'Session token',
          help: 'Only for temporary keys, whose ID begins with ASIA. They expire after a few hours.',
          advanced: true,
        }).optional(),
        region: text({ label: 'Region', help: 'The region of your services.', placeholder: 'eu-central-1' })
          .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'Enter a region code, such as eu-central-1')
          .default('us-east-1'),
      }),
      // The regions of China have a domain of their own.
      baseUrl: 'https://sts.{{region}}.amazonaws.com{{region|after:cn-|as:.cn}}',
      place: [],
      paste: {
        json: {
          accessKeyId: '/AccessKey/AccessKeyId',
          secretAccessKey: '/AccessKey/SecretAccessKey',
        },
      },
      signer: {
        scheme: 'aws-sigv4',
        accessKeyId: '{{accessKeyId}}',
        secretAccessKey: '{{secretAccessKey}}',
        sessionToken: '{{sessionToken}}',
        region: '{{region}}',
        service: 'sts',
      },
      verify: {
        method: 'POST',
        path: '/',
        body: { form: { Action: 'GetCallerIdentity', Version: '2011-06-15' } },
        ok: {
          status: 200,
          json: [{ at: '/GetCallerIdentityResponse/GetCallerIdentityResult/Arn', exists: true }],
        },
        rejected: [
          {
            status: [400, 403],
            json: [
              {
                at: '/Error/Code',
                oneOf: [
                  'InvalidClientTokenId',
                  'SignatureDoesNotMatch',
                  'ExpiredToken',
                  'IncompleteSignature',
                ],
              },
            ],
          },
        ],
        identity: '/GetCallerIdentityResponse/GetCallerIdentityResult/Arn',
      },
    },
  },
})
