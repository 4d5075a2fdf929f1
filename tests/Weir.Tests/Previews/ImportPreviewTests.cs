using Weir.Model;

namespace Weir.Tests.Previews;

public sealed class ImportPreviewTests
{
    private const string Sink =
        """
        {"connection":"conn_http","request":{"method":"PUT","path":"/things/{{id}}","query":{"q":"{{name}}"},"headers":{"X-Name":"{{name}}"}},
         "mapping":{"id":"$.id","label":"{{name}}!"},"idempotencyKey":"{{id}}-1"}
        """;

    [Fact]
    public void A_request_is_shown_as_it_would_be_sent_with_the_sign_in_masked()
    {
        using var rig = new PreviewRig();

        var preview = rig.Import(Sink, $$"""[{"id":1.50,"name":"a&b"},{"id":2,"name":"{{PreviewRig.Token}}"}]""");

        Assert.Empty(preview.Errors);
        var first = preview.Requests[0];
        Assert.Equal(("PUT", "https://a.example/v1/things/1.50?q=a%26b"), (first.Method, first.Url));
        Assert.Equal("""{"id":1.50,"label":"a&b!"}""", first.Body);
        Assert.Equal("***", first.Headers["Authorization"]);
        Assert.Equal("1.50-1", first.Headers["Idempotency-Key"]);
        Assert.Equal("a&b", first.Headers["X-Name"]);
        Assert.Equal("application/json", first.Headers["Content-Type"]);
        var second = preview.Requests[1];
        Assert.Equal(
            ("https://a.example/v1/things/2?q=***", """{"id":2,"label":"***!"}""", "***"),
            (second.Url, second.Body, second.Headers["X-Name"]));
    }

    [Fact]
    public void Where_the_import_gives_no_key_it_is_said_that_one_is_made()
    {
        using var rig = new PreviewRig();

        var preview = rig.Import("""{"connection":"conn_http","request":{"path":"/x"}}""", """[{"a":1}]""");

        var request = Assert.Single(preview.Requests);
        Assert.Equal("<made of import, step, trace key and record>", request.Headers["Idempotency-Key"]);
        Assert.Equal(("POST", """{"a":1}"""), (request.Method, request.Body));
    }

    [Fact]
    public void A_record_that_cannot_be_sent_is_told_with_its_place_and_field()
    {
        using var rig = new PreviewRig();

        var preview = rig.Import(
            """{"connection":"conn_http","request":{"path":"/x/{{id}}"},"mapping":{"lines":[{"n":{"@from":"$.n","@type":"integer"}}]}}""",
            """[{"id":1,"n":1},{"id":2,"n":"two"},{"id":"..","n":3},{"id":4,"n":4}]""");

        Assert.Equal(["https://a.example/v1/x/1", "https://a.example/v1/x/4"], preview.Requests.Select(r => r.Url));
        Assert.Equal(
            [(1, "mapping", "lines[0].n"), (2, "template", null)],
            preview.Errors.Select(e => (e.Index, e.Code, e.Field)));
    }

    [Fact]
    public void Batches_are_shown_as_they_are_cut_in_a_run()
    {
        using var rig = new PreviewRig();

        var preview = rig.Import(
            """
            {"connection":"conn_http","request":{"path":"/things"},"batchSize":2,"idempotencyKey":"{{id}}",
             "mapping":{"n":{"@from":"$.n","@type":"integer"}}}
            """,
            """[{"id":1,"n":1},{"id":2,"n":2},{"id":3,"n":"x"},{"id":4,"n":4},{"id":5,"n":5}]""");

        Assert.Equal(["""[{"n":1},{"n":2}]""", """[{"n":4}]""", """[{"n":5}]"""], preview.Requests.Select(r => r.Body));
        Assert.Equal(2, Assert.Single(preview.Errors).Index);
        Assert.Equal(3, preview.Requests.Select(r => r.Headers["Idempotency-Key"]).Distinct().Count());
        Assert.All(preview.Requests, r => Assert.Equal(32, r.Headers["Idempotency-Key"].Length));
    }

    [Fact]
    public void The_rows_of_a_file_are_one_request_with_the_head_line()
    {
        using var rig = new PreviewRig();

        var preview = rig.Import(
            """
            {"connection":"conn_files","operation":"files.write","parameters":{"name":"t-{{lastRun}}.csv","format":"csv"},
             "mapping":{"id":"$.id","name":"$.name"}}
            """,
            """[{"id":1,"name":"a,b"},{"id":2}]""");

        var request = Assert.Single(preview.Requests);
        Assert.Equal(("APPEND", "t-1970-01-01T00-00-00Z.csv"), (request.Method, request.Url));
        Assert.Equal("id,name\n1,\"a,b\"\n2,\n", request.Body);
        Assert.Empty(request.Headers);
        Assert.False(Directory.Exists("nowhere"));
    }

    [Fact]
    public void Without_a_mapping_the_first_record_decides_the_columns_and_another_field_is_an_error()
    {
        using var rig = new PreviewRig();

        var preview = rig.Import(
            """{"connection":"conn_files","operation":"files.write","parameters":{"name":"t.csv","format":"csv"}}""",
            """[{"a":1},{"b":2},{"a":3}]""");

        Assert.Equal("a\n1\n3\n", Assert.Single(preview.Requests).Body);
        Assert.Equal((1, "mapping", "b"), (preview.Errors[0].Index, preview.Errors[0].Code, preview.Errors[0].Field));
    }

    [Fact]
    public void No_records_are_no_requests()
    {
        using var rig = new PreviewRig();

        Assert.Empty(rig.Import(Sink, "[]").Requests);
    }

    [Theory]
    [InlineData("""{"connection":"conn_nobody"}""", "[]", "import.connection")]
    [InlineData("""{"connection":"conn_http"}""", "[]", "import.request")]
    [InlineData("""{"connection":"conn_http","request":{"path":"https://evil.example"}}""", "[]", "import.request.path")]
    [InlineData("""{"connection":"conn_http","request":{"path":"/x"},"mapping":{"a":"$.["}}""", "[]", "import.mapping.a")]
    [InlineData("""{"connection":"conn_http","request":{"path":"/x"}}""", "{}", "records")]
    [InlineData("""{"connection":"conn_http","request":{"path":"/x"}}""", "null", "records")]
    [InlineData("""{"connection":"conn_files","operation":"files.write","parameters":{"name":"a/b.csv"}}""", "[]", "import.parameters.name")]
    [InlineData("[]", "[]", "import")]
    public void What_is_wrong_is_named_by_its_place_in_the_body(string import, string records, string field)
    {
        using var rig = new PreviewRig();

        var refusal = Assert.Throws<RefusalException>(() => rig.Import(import, records));

        Assert.Equal(field, Assert.Single(refusal.Problems).Field);
    }

    [Fact]
    public void More_than_a_hundred_records_are_refused()
    {
        using var rig = new PreviewRig();

        var refusal = Assert.Throws<RefusalException>(() => rig.Import(Sink, $"[{string.Join(',', Enumerable.Repeat("{}", 101))}]"));

        Assert.Equal("records", Assert.Single(refusal.Problems).Field);
    }

    [Fact]
    public void Records_that_would_leave_as_one_job_are_shown_so_and_the_others_by_themselves()
    {
        using var rig = new PreviewRig();
        var records = string.Join(',', Enumerable.Range(1, 14).Select(id => $$"""{"id":"{{(id == 13 ? "" : id)}}","to":"{{(id > 11 ? "open" : "closed")}}"}"""));

        var preview = rig.Import(
            """{"connection":"conn_gorgias","operation":"tickets.update","parameters":{"id":"{{id}}"},"mapping":{"status":"$.to"}}""", $"[{records}]");

        Assert.Equal(["/api/jobs", "/api/tickets/12", "/api/tickets/14"], preview.Requests.Select(r => new Uri(r.Url).AbsolutePath));
        Assert.Contains("""[1,2,3,4,5,6,7,8,9,10,11]""", preview.Requests[0].Body);
        Assert.Equal(12, Assert.Single(preview.Errors).Index);
        Assert.DoesNotContain("jobs", Orderly(rig, records).Requests[0].Url);
    }

    private static Weir.Engine.Previews.ImportPreviewView Orderly(PreviewRig rig, string records) => rig.Import(
        """
        {"connection":"conn_gorgias","operation":"tickets.update","parameters":{"id":"{{id}}"},"mapping":{"status":"$.to"},
         "order":"key","orderKey":"{{id}}"}
        """, $"[{records}]");
}
