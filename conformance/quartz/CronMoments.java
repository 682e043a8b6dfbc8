import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.text.ParseException;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.TimeZone;
import java.util.stream.Collectors;
import org.quartz.CronExpression;

/** For each line of input, a cron expression: a digit for each moment (an argument, in seconds since 1970), 1 where it holds; or `invalid`. */
public class CronMoments {
  public static void main(String[] args) throws Exception {
    List<Date> moments = Arrays.stream(args).map(text -> new Date(Long.parseLong(text) * 1000)).toList();
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) System.out.println(verdict(line, moments));
  }

  private static String verdict(String text, List<Date> moments) {
    CronExpression cron;
    try {
      cron = new CronExpression(text);
    } catch (ParseException | RuntimeException refused) {
      return "invalid";
    }
    cron.setTimeZone(TimeZone.getTimeZone("GMT"));
    return moments.stream().map(moment -> cron.isSatisfiedBy(moment) ? "1" : "0").collect(Collectors.joining());
  }
}
