using System.Text;
using Weir.Adaptors.Http.Requests;
using Weir.Engine.Calls;
using Weir.Expressions;
using Weir.Model;

namespace Weir.Tests.Adaptors.Http;

/// <summary>The requests of a job of Gorgias, and what is read from their answers.</summary>
public sealed class JobCallTests
{
    private const string Id = """{"id":"{{id}}"}""";

    [Fact]
    public void A_job_names_the_tickets_and_their_change()
    {
        var job = Job("tickets.close", Id, "", "17", "18", "18");
        var start = (HttpCall)job.Start("k");
        Assert.Equal((HttpMethod.Post, "/jobs", "k"), (start.Method, start.Path, start.IdempotencyKey));
        Same("""{"type":"updateTicket","params":{"ticket_ids":[17,18],"updates":{"status":"closed"} } }""", start);
        Assert.Null(job.Started(Calls.Answer("""{"id":5,"status":"pending"}""")));
        Assert.Equal("job 5", job.Name);
        Assert.Equal((HttpMethod.Get, "/jobs/5"), (((HttpCall)job.Ask()).Method, ((HttpCall)job.Ask()).Path));
        Assert.Equal((HttpMethod.Delete, "/jobs/5"), (((HttpCall)job.Cancel()).Method, ((HttpCall)job.Cancel()).Path));
        Assert.Equal("limit=100&trashed=true&ticket_ids=17&ticket_ids=18", ((HttpCall)job.Check()).Query);
    }

    [Fact]
    public void A_mapped_change_goes_along_as_it_is_and_a_macro_with_its_parameters()
    {
        Same(
            """{"type":"updateTicket","params":{"ticket_ids":[17],"updates":{"status":"open","assignee_user":{"id":null}} } }""",
            (HttpCall)Job("tickets.update", Id, """{"status":"open","assignee_user":{"id":null}}""", "17").Start("k"));
        Same(
            """{"type":"applyMacro","params":{"macro_id":3,"ticket_ids":[17,18],"apply_and_close":true} }""",
            (HttpCall)Job("tickets.applyMacro", """{"id":"{{id}}","macro_id":"3","close":"true"}""", "", "17", "18").Start("k"));
        Same(
            """{"type":"deleteTicket","params":{"ticket_ids":[17,18]} }""",
            (HttpCall)Job("tickets.delete", Id, "", "17", "18").Start("k"));
    }

    [Theory]
    [InlineData("""{"status":"open"}""", true)]
    [InlineData("""{"status":"open","priority":"low"}""", true)]
    [InlineData("""{"status":"open","subject":"New"}""", false)]
    [InlineData("""{"tags":[{"name":"a"}]}""", false)]
    [InlineData("{}", false)]
    public void A_change_that_a_row_does_not_show_leaves_by_itself(string body, bool isPart) =>
        Assert.Equal(isPart, Part("tickets.update", Id, body, "17")!.Change is not null);

    [Fact]
    public void A_delete_with_a_body_of_its_own_leaves_by_itself()
    {
        var mapped = (IJobCall)Calls.Import("tickets.delete", Id, """{"why":"$.why"}""");
        Assert.Null(mapped.PartOf(Calls.Json("""{"id":17}"""), """{"why":"x"}"""u8, Variables.None)!.Change);
    }

    [Theory]
    [InlineData("""{"id":5,"status":"pending"}""", JobState.Running, null)]
    [InlineData("""{"id":5,"status":"cancel_requested"}""", JobState.Running, null)]
    [InlineData("""{"id":5,"status":"done","info":{"error":"x"}}""", JobState.Done, null)]
    [InlineData("""{"id":5,"status":"errored","info":{"error":"No such\n user."}}""", JobState.Failed, "No such user.")]
    [InlineData("""{"id":5,"status":"canceled","info":{}}""", JobState.Failed, null)]
    [InlineData("""{"id":5}""", JobState.Running, null)]
    [InlineData("nothing", JobState.Running, null)]
    public void A_word_says_how_a_job_stands(string answer, JobState state, string? message)
    {
        var standing = Job("tickets.close", Id, "", "17").Read(Calls.Answer(answer));
        Assert.Equal((state, message), (standing.State, standing.Message));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"status":"pending"}""")]
    [InlineData("""{"id":""}""")]
    [InlineData("[]")]
    [InlineData("")]
    public void An_answer_that_names_no_job_is_none(string answer) =>
        Assert.Equal(ErrorCodes.UnexpectedAnswer, Job("tickets.close", Id, "", "17").Started(Calls.Answer(answer))?.Code);

    [Theory]
    [InlineData("""{"status":"closed"}""", """{"id":17,"status":"closed"}""", true)]
    [InlineData("""{"status":"closed"}""", """{"id":17,"status":"open"}""", false)]
    [InlineData("""{"status":"closed"}""", """{"id":17}""", false)]
    [InlineData("""{"status":"closed"}""", """{"id":18,"status":"closed"}""", false)]
    [InlineData("""{"spam":true}""", """{"id":17,"spam":true}""", true)]
    [InlineData("""{"spam":true}""", """{"id":17,"spam":"true"}""", false)]
    [InlineData("""{"assignee_user":{"id":4}}""", """{"id":17,"assignee_user":{"id":4,"name":"A"}}""", true)]
    [InlineData("""{"assignee_user":{"id":4}}""", """{"id":17,"assignee_user":null}""", false)]
    [InlineData("""{"assignee_user":{"id":null}}""", """{"id":17,"assignee_user":null}""", true)]
    [InlineData("""{"assignee_user":null}""", """{"id":17,"assignee_user":{"id":4}}""", false)]
    [InlineData("""{"assignee_user":{}}""", """{"id":17,"assignee_user":{"id":4}}""", false)]
    [InlineData("""{"trashed_datetime":"2026-01-01T10:00:00.25Z"}""", """{"id":17,"trashed_datetime":"2026-01-01T10:00:00+00:00"}""", true)]
    [InlineData("""{"trashed_datetime":null}""", """{"id":17,"trashed_datetime":"2026-01-01T10:00:00+00:00"}""", false)]
    public void A_ticket_is_as_meant_when_its_row_shows_the_change(string change, string row, bool isAsMeant) => Assert.Equal(
        [isAsMeant],
        Job("tickets.update", Id, change, "17").Find(Calls.Answer($$"""{"data":[{{row}}]}""")).AreAsMeant);

    [Fact]
    public void What_was_deleted_is_as_meant_when_it_has_no_row_and_a_macro_where_there_is_one()
    {
        var answer = """{"data":[{"id":18}]}""";
        var delete = Job("tickets.delete", Id, "", "17", "18");
        Assert.Equal([false, false], delete.Find(Calls.Answer(answer)).AreAsMeant);
        delete.Read(Calls.Answer("""{"id":5,"status":"done"}"""));
        Assert.Equal([true, false], delete.Find(Calls.Answer(answer)).AreAsMeant);
        Assert.Equal(
            [false, true],
            Job("tickets.applyMacro", """{"id":"{{id}}","macro_id":"3"}""", "", "17", "18").Find(Calls.Answer(answer)).AreAsMeant);
        Assert.Equal(ErrorCodes.UnexpectedAnswer, Job("tickets.delete", Id, "", "17").Find(Calls.Answer("""{"rows":[]}""")).Fault?.Code);
        Assert.Equal(ErrorCodes.UnexpectedAnswer, Job("tickets.delete", Id, "", "17").Find(Calls.Answer("nothing")).Fault?.Code);
    }

    [Fact]
    public void A_list_that_shows_others_than_those_asked_for_does_not_say_who_is_not_there()
    {
        // Its filter was not heeded.
        var answer = """{"data":[{"id":19}]}""";
        var delete = Job("tickets.delete", Id, "", "17", "18");
        delete.Read(Calls.Answer("""{"id":5,"status":"done"}"""));
        Assert.Equal(ErrorCodes.UnexpectedAnswer, delete.Find(Calls.Answer(answer)).Fault?.Code);
        Assert.Equal(
            ErrorCodes.UnexpectedAnswer,
            Job("tickets.applyMacro", """{"id":"{{id}}","macro_id":"3"}""", "", "17").Find(Calls.Answer(answer)).Fault?.Code);
    }

    private static void Same(string json, HttpCall call) =>
        Assert.Equal(Calls.Json(json).ToString().Replace(" ", "", StringComparison.Ordinal), call.BodyText().Replace(" ", "", StringComparison.Ordinal));

    private static JobPart? Part(string operation, string parameters, string body, string id) =>
        ((IJobCall)Calls.Import(operation, parameters)).PartOf(Calls.Json($$"""{"id":"{{id}}"}"""), Encoding.UTF8.GetBytes(body), Variables.None);

    private static RecordJob Job(string operation, string parameters, string body, params string[] ids) =>
        ((IJobCall)Calls.Import(operation, parameters)).JobOf([.. ids.Select(id => Part(operation, parameters, body, id)!)], Variables.None);
}
