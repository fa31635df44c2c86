import { z } from 'zod'
import { defineComponent, type HttpCheck, type ResponseRules, type Signer } from '../component.ts'
import { tlsFields, tlsOptions } from '../driver-fields.ts'
import { secret, text, url } from '../fields.ts'

const code = (name: string) => `<Code>${name}</Code>`

/**
 * Source: docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html and ErrorResponses.html there;
 * docs.amazonaws.cn/aws/latest/userguide/endpoints-Beijing.html for the domain of the regions of China.
 * Without a bucket, the same request lists the buckets.
 */
const rejected: ResponseRules['rejected'] = [
  {
    status: [400, 403],
    text: [
      'InvalidAccessKeyId',
      'SignatureDoesNotMatch',
      'ExpiredToken',
      'InvalidToken',
      'InvalidSecurity',
    ].map(code),
  },
  { status: 404, text: [code('NoSuchBucket')], reason: 'no_such_bucket' },
]
const verify: HttpCheck = {
  method: 'GET',
  path: '/{{bucket}}?list-type=2&max-keys=1',
  headers: { accept: 'application/xml' },
  ok: { status: 200, text: ['<ListBucketResult', '<ListAllMyBucketsResult'] },
  rejected,
  forbidden: [{ status: 403, text: [code('AccessDenied'), code('AllAccessDisabled')] }],
  wrongTarget: [
    { status: 403, text: [code('RequestTimeTooSkewed')], reason: 'wrong_clock' },
    { status: 301, reason: 'wrong_region' },
    {
      status: 400,
      text: [code('AuthorizationHeaderMalformed'), code('IllegalLocationConstraintException')],
      reason: 'wrong_region',
    },
  ],
}

const bucket = {
  bucket: text({
    label: 'Bucket',
    help: 'The bucket that your flows work with. Leave it empty if they work with several.',
    placeholder: 'my-exports',
  })
    .regex(
      /^[A-Za-z0-9][A-Za-z0-9._-]{1,254}$/,
      'Enter the name of a bucket, without s3:// and without a path',
    )
    .optional(),
}
const signer: Signer = {
  scheme: 'aws-sigv4',
  accessKeyId: '{{accessKeyId}}',
  secretAccessKey: '{{secretAccessKey}}',
  sessionToken: '{{sessionToken}}',
  region: '{{region}}',
  service: 's3',
}

export default defineComponent({
  id: 's3',
  title: 'Amazon S3 and compatible',
  description: 'Files in buckets, on Amazon S3 or a compatible service',
  category: 'files',
  aliases: [
    'aws',
    'amazon',
    'bucket',
    'object storage',
    'minio',
    'r2',
    'spaces',
    'wasabi',
    'backblaze',
    'ceph',
  ],
  docsUrl: 'https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html',
  icon: 's3',
  methods: {
    accessKey: {
      title: 'Amazon S3',
      fields: z.object({
        accessKeyId: text({
          label: 'Access key ID',
          help: 'The public part of the key. Create the key for a user with only the permissions that your flows need.',
          helpUrl: 'https://console.aws.amazon.com/iam/home#/security_credentials',
          placeholder: 'AKIA…',
        }),
        secretAccessKey: secret({
          label: 'Secret access key',
          help: 'Shown only once, when the key is created. If you lose it, create a new key.',
        }),
        region: text({ label: 'Region', help: 'The region of the bucket.', placeholder: 'eu-central-1' })
          .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'Enter a region code, such as eu-central-1')
          .default('us-east-1'),
        ...bucket,
        sessionToken: secret({
          label: 'Session token',
          help: 'Only for temporary keys, whose ID begins with ASIA. They expire after a few hours.',
          advanced: true,
        }).optional(),
      }),
      // The regions of China have a domain of their own.
      baseUrl: 'https://s3.{{region}}.amazonaws.com{{region|after:cn-|as:.cn}}',
      place: [],
      signer,
      verify,
    },
    compatible: {
      title: 'Another provider',
      fields: z.object({
        endpoint: url({
          label: 'Endpoint',
          help: 'The endpoint URL of the service, from the documentation of the provider.',
          placeholder: 'https://fra1.digitaloceanspaces.com',
        }),
        accessKeyId: text({ label: 'Access key ID', help: 'The public part of the key.' }),
        secretAccessKey: secret({ label: 'Secret access key', help: 'The secret part of the key.' }),
        region: text({
          label: 'Region',
          help: 'The region that the provider requires. Many accept us-east-1 or auto for any location.',
        })
          .regex(/^[a-z0-9-]+$/, 'Enter a region code, such as us-east-1')
          .default('us-east-1'),
        ...bucket,
        ...tlsFields,
      }),
      baseUrl: '{{endpoint}}',
      tls: tlsOptions,
      place: [],
      signer: { ...signer, sessionToken: '' },
      verify,
    },
  },
})
