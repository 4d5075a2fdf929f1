using System.Text.Json;
using System.Text.Json.Serialization;

namespace Weir.Engine.Documents;

/// <summary>Times in answers, as <see cref="DocumentWriter.TimeText"/> writes them.</summary>
public sealed class UtcTimeConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(DocumentWriter.TimeText(value));
}
