using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Weir.Model;

/// <summary>
/// A value that must not be seen. It cannot be printed, serialised or logged: its text is <c>***</c>, and the JSON
/// serialiser throws. Only <see cref="Reveal"/> gives the value, and only the code that fills a request or a
/// ciphertext calls it. // Promise 5
/// </summary>
[DebuggerDisplay("***")]
[JsonConverter(typeof(NeverSerialised))]
public sealed class Secret(string value) : IEquatable<Secret>
{
    private readonly string _value = value;

    public bool IsEmpty => _value.Length == 0;

    public string Reveal() => _value;

    /// <summary>Takes as long whatever the values have in common.</summary>
    public bool Equals(Secret? other) => other is not null && CryptographicOperations.FixedTimeEquals(
        MemoryMarshal.AsBytes(_value.AsSpan()), MemoryMarshal.AsBytes(other._value.AsSpan()));

    public override bool Equals(object? obj) => Equals(obj as Secret);

    public override int GetHashCode() => 0;

    public override string ToString() => "***";

    private sealed class NeverSerialised : JsonConverter<Secret>
    {
        public override Secret Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("A secret is read field by field, never as part of a document.");

        public override void Write(Utf8JsonWriter writer, Secret value, JsonSerializerOptions options) =>
            throw new NotSupportedException("A secret is never written.");
    }
}
