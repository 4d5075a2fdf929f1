using System.Security.Cryptography;
using Weir.Engine.Documents;
using Weir.Model;

namespace Weir.Engine.Errors;

/// <summary>What tells one state of an error from the next: the <c>ETag</c> of an error, which has no version.</summary>
public static class ErrorTag
{
    private const int Bytes = 16;

    /// <summary>Of all that people and runs change: care, status, attempts, and the record as it is sealed.</summary>
    public static string Of(RecordError error, byte[]? record)
    {
        var state = DocumentWriter.Bytes(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("run", error.Run.Value);
            writer.WriteString("code", error.Code);
            writer.WriteString("message", error.Message);
            writer.WriteNumber("attempts", error.Attempts);
            writer.WriteBoolean("open", error.Open);
            writer.WriteString("assignee", error.Assignee);
            writer.WriteStrings("tags", error.Tags);
            writer.WriteString("note", error.Note);
            writer.WriteEndObject();
        });
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(SHA256.HashData(state.Span));
        hash.AppendData(record ?? []);
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, Bytes));
    }

    /// <summary>Refusal: <c>precondition_failed</c> where the error is not in that state any more.</summary>
    public static void Require(string expected, RecordError error, byte[]? record)
    {
        if (expected != Of(error, record))
        {
            throw new RefusalException(ErrorCodes.PreconditionFailed, "Somebody changed this record meanwhile: read it again.");
        }
    }
}

/// <summary>An error as it is shown, with the state that it was in.</summary>
/// <param name="View">What is shown.</param>
/// <param name="Tag">The <c>ETag</c>.</param>
public sealed record TaggedError(ErrorView View, string Tag);
