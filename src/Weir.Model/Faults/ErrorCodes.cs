using System.Collections.Frozen;

namespace Weir.Model;

/// <summary>
/// Every code that the API answers, that a record error carries or that a run ends with: once, here.
/// <c>docs/errors.md</c> is made from it.
/// </summary>
public static class ErrorCodes
{
    public const string Malformed = "malformed";
    public const string Unauthorized = "unauthorized";
    public const string Forbidden = "forbidden";
    public const string NotFound = "not_found";
    public const string MethodNotAllowed = "method_not_allowed";
    public const string Conflict = "conflict";
    public const string InUse = "in_use";
    public const string PreconditionFailed = "precondition_failed";
    public const string TooLarge = "too_large";
    public const string UnsupportedMediaType = "unsupported_media_type";
    public const string Validation = "validation";
    public const string UnknownField = "unknown_field";
    public const string DuplicateField = "duplicate_field";
    public const string ReadOnly = "read_only";
    public const string Required = "required";
    public const string Expression = "expression";
    public const string IdempotencyMismatch = "idempotency_mismatch";
    public const string SecretRequiredAgain = "secret_required_again";
    public const string ConnectionTestFailed = "connection.test_failed";
    public const string RateLimited = "rate_limited";
    public const string Busy = "busy";
    public const string Unreachable = "unreachable";
    public const string Timeout = "timeout";
    public const string Tls = "tls";
    public const string Unexpected = "unexpected";
    public const string SecretUnreadable = "secret_unreadable";
    public const string MasterKeyExternal = "master_key_external";
    public const string Rejected = "rejected";
    public const string Mapping = "mapping";
    public const string Filter = "filter";
    public const string Template = "template";
    public const string OutcomeUnknown = "outcome_unknown";
    public const string Blocked = "blocked";
    public const string StepGone = "step_gone";
    public const string PagingLoop = "paging_loop";
    public const string UnexpectedAnswer = "unexpected_answer";
    public const string AddressRefused = "address_refused";
    public const string Offline = "offline";
    public const string Unavailable = "unavailable";
    public const string Internal = "internal";

    /// <summary>All codes by name.</summary>
    public static FrozenDictionary<string, ErrorCode> All { get; } = new ErrorCode[]
    {
        new(Malformed, 400, "The body is not JSON", "Send one JSON object in UTF-8; the message names line and position."),
        new(Unauthorized, 401, "Not signed in, or the application refused the credentials", "Send a valid token; for a connection, check user name, password or key."),
        new(Forbidden, 403, "Not allowed", "The message says what is not allowed; for a connection, give its user the permission that is named."),
        new(NotFound, 404, "Not found", "Check the id or the path."),
        new(MethodNotAllowed, 405, "Method not allowed", "The Allow header names the methods of this address."),
        new(Conflict, 409, "Conflict", "Another resource has this name, a run of this flow is active, or several records of the application have the key."),
        new(InUse, 409, "In use", "Remove the uses that the answer names, then delete."),
        new(PreconditionFailed, 412, "Changed meanwhile", "Read it again, apply the change to the new version."),
        new(TooLarge, 413, "Too large", "The message names the limit."),
        new(UnsupportedMediaType, 415, "Not JSON", "Send Content-Type: application/json."),
        new(Validation, 422, "A value is not valid", "The field and the message say what is expected."),
        new(UnknownField, 422, "Unknown field", "Remove the field or correct its name: nothing is dropped silently."),
        new(DuplicateField, 422, "A field stands twice", "Keep one of them."),
        new(ReadOnly, 422, "Read-only field", "Leave it out, or send it as it was read."),
        new(Required, 422, "A needed field is missing", "Give the field."),
        new(Expression, 422, "An expression cannot be read", "The position says where."),
        new(IdempotencyMismatch, 422, "Idempotency key used for another body", "Use a new key for a new request."),
        new(SecretRequiredAgain, 422, "The secret must be given again", "A stored secret is never sent to a new address: type it again."),
        new(ConnectionTestFailed, 422, "The connection's test failed", "The answer's test says why; correct the settings, or store it untested with ?test=false."),
        new(RateLimited, 429, "Told to wait", "Wait as long as Retry-After says; Weir does so by itself inside a run."),
        new(Busy, 409, "No slot in time", "The connection's slots are all in use; try again, or raise its concurrency level."),
        new(Unreachable, 502, "The application cannot be reached", "Check the address and the network."),
        new(Timeout, 504, "No answer in time", "Try again later; check the application's status page."),
        new(Tls, 502, "No trusted secure connection", "Check the certificate of the application's address."),
        new(Unexpected, 502, "An answer that the application does not send", "Check the address; try again later."),
        new(SecretUnreadable, 422, "The stored secret cannot be decrypted", "Type the secret again, or restore the master key that belongs to this data folder."),
        new(MasterKeyExternal, 409, "The master key is the operator's", "Start the server with the new key in its place and the present one in WEIR_MASTER_KEY_PREVIOUS."),
        new(Rejected, 422, "The application refused the record", "Its own message says why; edit the record or the mapping and retry."),
        new(Mapping, 422, "A value cannot be mapped", "The field is named; edit the record or the mapping."),
        new(Filter, 422, "The filter cannot be applied to this record", "Edit the filter or the record."),
        new(Template, 422, "A template cannot be rendered for this record", "Edit the record or the template."),
        new(OutcomeUnknown, 409, "Sent, but no answer came", "Look in the application whether it arrived: then resolve, else retry."),
        new(Blocked, 409, "An earlier record stands in its way", "Retry or resolve the first error of this order key: the others follow in order."),
        new(StepGone, 409, "The step is gone", "The flow no longer has this step; resolve the error or restore the step."),
        new(PagingLoop, 502, "The list never ends", "The application gave a next page that was seen before; check the paging settings."),
        new(UnexpectedAnswer, 502, "The answer holds no records", "Check the path of the records in the export."),
        new(AddressRefused, 422, "This address may not be called", "Private and local addresses are refused unless the operator sets Weir__Network__AllowPrivateHosts=true."),
        new(Offline, 409, "The connection is offline", "Test the connection; runs go on by themselves when it works."),
        new(Unavailable, 503, "The database is away", "Try again later: Weir waits for its database, and runs go on by themselves."),
        new(Internal, 500, "A defect in Weir", "The log of the server has the details; please report it."),
    }.ToFrozenDictionary(c => c.Code, StringComparer.Ordinal);
}

/// <summary>One entry of the registry.</summary>
/// <param name="Code">The stable name.</param>
/// <param name="Status">The HTTP status when the API itself answers with it.</param>
/// <param name="Title">What happened, in a few words.</param>
/// <param name="Remedy">What to do about it.</param>
public sealed record ErrorCode(string Code, int Status, string Title, string Remedy);
