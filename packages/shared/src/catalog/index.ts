import type { Component } from '../component.ts'
import activecampaign from './activecampaign.ts'
import adyen from './adyen.ts'
import airtable from './airtable.ts'
import amazonSellingPartner from './amazon-selling-partner.ts'
import amqp from './amqp.ts'
import anthropic from './anthropic.ts'
import asana from './asana.ts'
import auth0 from './auth0.ts'
import aws from './aws.ts'
import azure from './azure.ts'
import azureDevops from './azure-devops.ts'
import azureOpenai from './azure-openai.ts'
import azureStorage from './azure-storage.ts'
import bamboohr from './bamboohr.ts'
import bigcommerce from './bigcommerce.ts'
import bitbucket from './bitbucket.ts'
import box from './box.ts'
import brevo from './brevo.ts'
import calendly from './calendly.ts'
import chargebee from './chargebee.ts'
import clickup from './clickup.ts'
import clockify from './clockify.ts'
import close from './close.ts'
import cloudflare from './cloudflare.ts'
import coda from './coda.ts'
import confluence from './confluence.ts'
import contentful from './contentful.ts'
import copper from './copper.ts'
import databricks from './databricks.ts'
import datadog from './datadog.ts'
import deepl from './deepl.ts'
import digitalocean from './digitalocean.ts'
import discord from './discord.ts'
import dockerhub from './dockerhub.ts'
import docusign from './docusign.ts'
import dropbox from './dropbox.ts'
import dynamics365 from './dynamics-365.ts'
import elasticsearch from './elasticsearch.ts'
import eventbrite from './eventbrite.ts'
import excel from './excel.ts'
import facebook from './facebook.ts'
import figma from './figma.ts'
import firestore from './firestore.ts'
import freshdesk from './freshdesk.ts'
import freshservice from './freshservice.ts'
import ftp from './ftp.ts'
import gitea from './gitea.ts'
import github from './github.ts'
import gitlab from './gitlab.ts'
import gmail from './gmail.ts'
import googleAnalytics from './google-analytics.ts'
import googleBigquery from './google-bigquery.ts'
import googleCalendar from './google-calendar.ts'
import googleChat from './google-chat.ts'
import googleCloudStorage from './google-cloud-storage.ts'
import googleContacts from './google-contacts.ts'
import googleDocs from './google-docs.ts'
import googleDrive from './google-drive.ts'
import googleForms from './google-forms.ts'
import googleGemini from './google-gemini.ts'
import googlePubsub from './google-pubsub.ts'
import googleSheets from './google-sheets.ts'
import googleTasks from './google-tasks.ts'
import gorgias from './gorgias.ts'
import grafana from './grafana.ts'
import helpscout from './helpscout.ts'
import http from './http.ts'
import hubspot from './hubspot.ts'
import huggingface from './huggingface.ts'
import imap from './imap.ts'
import intercom from './intercom.ts'
import jira from './jira.ts'
import jiraDataCenter from './jira-data-center.ts'
import jotform from './jotform.ts'
import kafka from './kafka.ts'
import klaviyo from './klaviyo.ts'
import launchdarkly from './launchdarkly.ts'
import ldap from './ldap.ts'
import linear from './linear.ts'
import linkedin from './linkedin.ts'
import magento from './magento.ts'
import mailchimp from './mailchimp.ts'
import mailgun from './mailgun.ts'
import mattermost from './mattermost.ts'
import metabase from './metabase.ts'
import microsoft365 from './microsoft-365.ts'
import microsoftTeams from './microsoft-teams.ts'
import mistral from './mistral.ts'
import mixpanel from './mixpanel.ts'
import mollie from './mollie.ts'
import monday from './monday.ts'
import mongodb from './mongodb.ts'
import mqtt from './mqtt.ts'
import mysql from './mysql.ts'
import nats from './nats.ts'
import netlify from './netlify.ts'
import notion from './notion.ts'
import oauth2 from './oauth2.ts'
import odoo from './odoo.ts'
import okta from './okta.ts'
import onedrive from './onedrive.ts'
import openai from './openai.ts'
import outlook from './outlook.ts'
import pagerduty from './pagerduty.ts'
import paypal from './paypal.ts'
import petstore from './petstore.ts'
import pipedrive from './pipedrive.ts'
import postgresql from './postgresql.ts'
import posthog from './posthog.ts'
import postmark from './postmark.ts'
import quickbooks from './quickbooks.ts'
import razorpay from './razorpay.ts'
import redis from './redis.ts'
import redmine from './redmine.ts'
import resend from './resend.ts'
import s3 from './s3.ts'
import salesforce from './salesforce.ts'
import sendgrid from './sendgrid.ts'
import sentry from './sentry.ts'
import servicenow from './servicenow.ts'
import sftp from './sftp.ts'
import sharepoint from './sharepoint.ts'
import shopify from './shopify.ts'
import slack from './slack.ts'
import smartsheet from './smartsheet.ts'
import smtp from './smtp.ts'
import snowflake from './snowflake.ts'
import sonarqube from './sonarqube.ts'
import sqlserver from './sqlserver.ts'
import square from './square.ts'
import stripe from './stripe.ts'
import supabase from './supabase.ts'
import telegram from './telegram.ts'
import todoist from './todoist.ts'
import toggl from './toggl.ts'
import trello from './trello.ts'
import twilio from './twilio.ts'
import typeform from './typeform.ts'
import vercel from './vercel.ts'
import webflow from './webflow.ts'
import whatsapp from './whatsapp.ts'
import woocommerce from './woocommerce.ts'
import wordpress from './wordpress.ts'
import x from './x.ts'
import xero from './xero.ts'
import youtube from './youtube.ts'
import zendesk from './zendesk.ts'
import zohoCrm from './zoho-crm.ts'
import zoom from './zoom.ts'

/** All built-in components, in display order. */
export const catalog = {
  petstore,
  http,
  oauth2,
  aws,
  azure,
  github,
  gitlab,
  bitbucket,
  'azure-devops': azureDevops,
  sonarqube,
  sentry,
  datadog,
  grafana,
  pagerduty,
  launchdarkly,
  gitea,
  dockerhub,
  cloudflare,
  digitalocean,
  netlify,
  vercel,
  supabase,
  'microsoft-365': microsoft365,
  'google-sheets': googleSheets,
  'google-docs': googleDocs,
  excel,
  'google-calendar': googleCalendar,
  jira,
  'jira-data-center': jiraDataCenter,
  confluence,
  notion,
  airtable,
  smartsheet,
  asana,
  trello,
  monday,
  clickup,
  linear,
  redmine,
  clockify,
  todoist,
  'google-tasks': googleTasks,
  coda,
  toggl,
  calendly,
  figma,
  docusign,
  slack,
  'google-chat': googleChat,
  'microsoft-teams': microsoftTeams,
  mattermost,
  twilio,
  zoom,
  discord,
  telegram,
  whatsapp,
  zendesk,
  intercom,
  freshdesk,
  gorgias,
  freshservice,
  helpscout,
  servicenow,
  salesforce,
  'dynamics-365': dynamics365,
  hubspot,
  pipedrive,
  'zoho-crm': zohoCrm,
  'google-contacts': googleContacts,
  close,
  copper,
  odoo,
  brevo,
  klaviyo,
  mailchimp,
  activecampaign,
  typeform,
  'google-forms': googleForms,
  jotform,
  eventbrite,
  facebook,
  linkedin,
  youtube,
  x,
  shopify,
  'amazon-selling-partner': amazonSellingPartner,
  woocommerce,
  bigcommerce,
  stripe,
  paypal,
  razorpay,
  mollie,
  square,
  adyen,
  chargebee,
  magento,
  xero,
  quickbooks,
  wordpress,
  webflow,
  contentful,
  metabase,
  'google-bigquery': googleBigquery,
  'google-analytics': googleAnalytics,
  snowflake,
  databricks,
  mixpanel,
  posthog,
  deepl,
  openai,
  'azure-openai': azureOpenai,
  anthropic,
  'google-gemini': googleGemini,
  mistral,
  huggingface,
  bamboohr,
  okta,
  auth0,
  postgresql,
  mysql,
  sqlserver,
  mongodb,
  redis,
  firestore,
  elasticsearch,
  amqp,
  mqtt,
  nats,
  kafka,
  'google-pubsub': googlePubsub,
  smtp,
  imap,
  gmail,
  outlook,
  sendgrid,
  mailgun,
  resend,
  postmark,
  s3,
  'azure-storage': azureStorage,
  'google-cloud-storage': googleCloudStorage,
  sftp,
  ftp,
  box,
  dropbox,
  'google-drive': googleDrive,
  sharepoint,
  onedrive,
  ldap,
} satisfies Record<string, Component>
