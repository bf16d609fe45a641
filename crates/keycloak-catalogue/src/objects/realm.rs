//! The realm itself.

use super::VIEW_REALM;
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object = Object::new(
    "realm",
    "The realm itself: one row. The columns are its most important settings; `attrs` has all of them, without secrets. \
     Lifespans are in seconds.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_secrets(&[
    &["smtpServer", "password"],
    &["smtpServer", "authTokenClientSecret"],
    &["privateKey"],
    &["codeSecret"],
    &["adminPermissionsClient", "secret"],
    &["adminPermissionsClient", "registrationAccessToken"],
    // Older servers return these, with secrets in them.
    &["clients"],
    &["components"],
    &["identityProviders"],
    &["users"],
])
.with_needed_permission(VIEW_REALM);

const ACCESS_PATHS: &[AccessPath] = &[AccessPath::single_object("/admin/realms/{realm}")];

const COLUMNS: &[Column] = &[
    Column::text("id", "Id of the realm"),
    Column::text("name", "Name of the realm").from_attribute(&["realm"]),
    Column::text("display_name", "Name that sign-in pages show; NULL if not set").from_attribute(&["displayName"]),
    Column::text("display_name_html", "The same as HTML; NULL if not set").from_attribute(&["displayNameHtml"]),
    Column::bool("enabled", "Whether users and clients can use the realm"),
    Column::text("ssl_required", "Which requests need HTTPS: `all`, `external` or `none`")
        .from_attribute(&["sslRequired"]),
    // Sign-in and registration.
    Column::bool("registration_allowed", "Whether users can register").from_attribute(&["registrationAllowed"]),
    Column::bool("registration_email_as_username", "Whether usernames are e-mail addresses")
        .from_attribute(&["registrationEmailAsUsername"]),
    Column::bool("verify_email", "Whether users must verify their e-mail address").from_attribute(&["verifyEmail"]),
    Column::bool("login_with_email_allowed", "Whether users can sign in with their e-mail address")
        .from_attribute(&["loginWithEmailAllowed"]),
    Column::bool("duplicate_emails_allowed", "Whether several users can have the same e-mail address")
        .from_attribute(&["duplicateEmailsAllowed"]),
    Column::bool("reset_password_allowed", "Whether users can reset a forgotten password")
        .from_attribute(&["resetPasswordAllowed"]),
    Column::bool("edit_username_allowed", "Whether users can change their username")
        .from_attribute(&["editUsernameAllowed"]),
    Column::bool("remember_me", "Whether users can ask to be remembered").from_attribute(&["rememberMe"]),
    Column::bool("user_managed_access_allowed", "Whether users can share resources")
        .from_attribute(&["userManagedAccessAllowed"]),
    Column::bool("organizations_enabled", "Whether the realm has organizations")
        .from_attribute(&["organizationsEnabled"]),
    Column::bool("admin_permissions_enabled", "Whether administrators can have fine-grained permissions")
        .from_attribute(&["adminPermissionsEnabled"]),
    Column::text("password_policy", "Rules for passwords; NULL if there are none").from_attribute(&["passwordPolicy"]),
    Column::json("required_credentials", "Types of credentials that users need, an array")
        .from_attribute(&["requiredCredentials"]),
    Column::text("default_role", "Name of the role that all users have").from_attribute(&["defaultRole", "name"]),
    Column::json("default_groups", "Paths of the groups of new users, an array; NULL if there are none")
        .from_attribute(&["defaultGroups"]),
    // Brute-force detection.
    Column::bool("brute_force_protected", "Whether failed sign-ins lock a user")
        .from_attribute(&["bruteForceProtected"]),
    Column::bool("permanent_lockout", "Whether users are locked permanently").from_attribute(&["permanentLockout"]),
    Column::integer("max_temporary_lockouts", "Number of temporary lockouts before a permanent one")
        .from_attribute(&["maxTemporaryLockouts"]),
    Column::integer("failure_factor", "Number of failed sign-ins that lock a user").from_attribute(&["failureFactor"]),
    Column::integer("wait_increment_seconds", "Seconds by which each lockout is longer than the one before")
        .from_attribute(&["waitIncrementSeconds"]),
    Column::integer("max_failure_wait_seconds", "Maximum duration of a lockout, in seconds")
        .from_attribute(&["maxFailureWaitSeconds"]),
    Column::integer("max_delta_time_seconds", "Seconds after which failed sign-ins are forgotten")
        .from_attribute(&["maxDeltaTimeSeconds"]),
    // Tokens and sessions.
    Column::text("default_signature_algorithm", "Algorithm with which tokens are signed")
        .from_attribute(&["defaultSignatureAlgorithm"]),
    Column::bool("revoke_refresh_token", "Whether a refresh token can be used a limited number of times only")
        .from_attribute(&["revokeRefreshToken"]),
    Column::integer("refresh_token_max_reuse", "Number of times that a refresh token can be used again")
        .from_attribute(&["refreshTokenMaxReuse"]),
    Column::integer("access_token_lifespan", "Lifespan of access tokens").from_attribute(&["accessTokenLifespan"]),
    Column::integer("access_token_lifespan_for_implicit_flow", "Lifespan of access tokens of the implicit flow")
        .from_attribute(&["accessTokenLifespanForImplicitFlow"]),
    Column::integer("sso_session_idle_timeout", "Time without activity after which a session ends")
        .from_attribute(&["ssoSessionIdleTimeout"]),
    Column::integer("sso_session_max_lifespan", "Maximum lifespan of a session")
        .from_attribute(&["ssoSessionMaxLifespan"]),
    Column::integer(
        "sso_session_idle_timeout_remember_me",
        "The idle timeout of users who are remembered; 0 if the same",
    )
    .from_attribute(&["ssoSessionIdleTimeoutRememberMe"]),
    Column::integer("sso_session_max_lifespan_remember_me", "The lifespan for users who are remembered; 0 if the same")
        .from_attribute(&["ssoSessionMaxLifespanRememberMe"]),
    Column::integer("offline_session_idle_timeout", "Time without activity after which an offline session ends")
        .from_attribute(&["offlineSessionIdleTimeout"]),
    Column::bool("offline_session_max_lifespan_enabled", "Whether offline sessions have a maximum lifespan")
        .from_attribute(&["offlineSessionMaxLifespanEnabled"]),
    Column::integer("offline_session_max_lifespan", "Maximum lifespan of an offline session")
        .from_attribute(&["offlineSessionMaxLifespan"]),
    Column::integer("client_session_idle_timeout", "Idle timeout of a session at a client; 0 if it is the session's")
        .from_attribute(&["clientSessionIdleTimeout"]),
    Column::integer(
        "client_session_max_lifespan",
        "Maximum lifespan of a session at a client; 0 if it is the session's",
    )
    .from_attribute(&["clientSessionMaxLifespan"]),
    Column::integer("access_code_lifespan", "Lifespan of authorization codes").from_attribute(&["accessCodeLifespan"]),
    Column::integer("access_code_lifespan_login", "Time in which a user must finish a sign-in")
        .from_attribute(&["accessCodeLifespanLogin"]),
    Column::integer("access_code_lifespan_user_action", "Time in which a user must finish a required action")
        .from_attribute(&["accessCodeLifespanUserAction"]),
    Column::integer(
        "action_token_generated_by_admin_lifespan",
        "Lifespan of links in e-mails that administrators send",
    )
    .from_attribute(&["actionTokenGeneratedByAdminLifespan"]),
    Column::integer("action_token_generated_by_user_lifespan", "Lifespan of links in e-mails that users request")
        .from_attribute(&["actionTokenGeneratedByUserLifespan"]),
    Column::integer(
        "not_before",
        "Seconds since the Unix epoch before which all tokens of the realm are refused; 0 if never",
    )
    .from_attribute(&["notBefore"]),
    // Flows.
    Column::text("browser_flow", "Alias of the flow in a browser").from_attribute(&["browserFlow"]),
    Column::text("registration_flow", "Alias of the flow of registration").from_attribute(&["registrationFlow"]),
    Column::text("direct_grant_flow", "Alias of the flow without a browser").from_attribute(&["directGrantFlow"]),
    Column::text("reset_credentials_flow", "Alias of the flow that resets credentials")
        .from_attribute(&["resetCredentialsFlow"]),
    Column::text("client_authentication_flow", "Alias of the flow of clients")
        .from_attribute(&["clientAuthenticationFlow"]),
    Column::text("first_broker_login_flow", "Alias of the flow of the first sign-in with an identity provider")
        .from_attribute(&["firstBrokerLoginFlow"]),
    // One-time passwords.
    Column::text("otp_policy_type", "Type of one-time passwords: `totp` or `hotp`").from_attribute(&["otpPolicyType"]),
    Column::text("otp_policy_algorithm", "Hash algorithm of one-time passwords")
        .from_attribute(&["otpPolicyAlgorithm"]),
    Column::integer("otp_policy_digits", "Number of digits of one-time passwords").from_attribute(&["otpPolicyDigits"]),
    Column::integer("otp_policy_period", "Seconds for which a one-time password is valid")
        .from_attribute(&["otpPolicyPeriod"]),
    // Appearance.
    Column::text("login_theme", "Theme of sign-in pages; NULL if it is the default").from_attribute(&["loginTheme"]),
    Column::text("account_theme", "Theme of the account console; NULL if it is the default")
        .from_attribute(&["accountTheme"]),
    Column::text("admin_theme", "Theme of the admin console; NULL if it is the default")
        .from_attribute(&["adminTheme"]),
    Column::text("email_theme", "Theme of e-mails; NULL if it is the default").from_attribute(&["emailTheme"]),
    Column::bool("internationalization_enabled", "Whether pages have several languages")
        .from_attribute(&["internationalizationEnabled"]),
    Column::json("supported_locales", "Languages of the realm, an array").from_attribute(&["supportedLocales"]),
    Column::text("default_locale", "Default language; NULL if not set").from_attribute(&["defaultLocale"]),
    // Events: what is recorded is also in events_config.
    Column::bool("events_enabled", "Whether events of users are saved").from_attribute(&["eventsEnabled"]),
    Column::bool("admin_events_enabled", "Whether events of administrators are saved")
        .from_attribute(&["adminEventsEnabled"]),
    Column::map("smtp_server", "Mail server").from_attribute(&["smtpServer"]),
    Column::map("browser_security_headers", "HTTP headers of pages").from_attribute(&["browserSecurityHeaders"]),
    Column::map("attributes", "Further settings"),
];
